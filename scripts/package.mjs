/** `npm run package -- [options of electron-builder]`: builds what is stale and packages the app into release/. */
import { ensureBuilt } from './build/ensure-built.mjs';
import { runCommand } from './run-command.mjs';

ensureBuilt(['node', 'page'], () => console.log('Building …'));
process.exit(await runCommand('electron-builder', process.argv.slice(2)));
