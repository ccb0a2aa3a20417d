// The app as it is, but it waits for Playwright before it opens its window: else Playwright now and then attaches to a
// window that is half there, and both wait for ever. Playwright calls __playwright_run as soon as it listens.
const { app } = require('electron');
const { join } = require('node:path');

const projectDir = join(__dirname, '../..');
const manifest = require(join(projectDir, 'package.json'));
app.setAppPath(projectDir);
app.setName(manifest.productName);
app.setVersion(manifest.version);

const whenReady = app.whenReady.bind(app);
const attached = new Promise((resolve) => (globalThis.__playwright_run = resolve));
app.whenReady = () => attached.then(whenReady);

require(join(projectDir, manifest.main));
