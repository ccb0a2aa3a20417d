/** Run as a child process: `require('electron')` downloads the binary where it is missing, and throws where it cannot. */
import { createRequire } from 'node:module';

try {
  process.send({ path: createRequire(import.meta.url)('electron') });
} catch (error) {
  process.send({ problem: error.message });
}
process.disconnect();
