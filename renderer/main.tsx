import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { readStyleNonce } from './shell/style-nonce.js';
import { keepConnected } from './state/connection.js';
import { resolveVariables, theme } from './ui/theme.js';

declare global {
  /** Where the scroll lock of Mantine's drawers looks for the nonce of its style element. */
  var __webpack_nonce__: string | undefined;
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

globalThis.__webpack_nonce__ = readStyleNonce() || undefined;
keepConnected();

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      getStyleNonce={readStyleNonce}
    >
      <App />
    </MantineProvider>
  </StrictMode>,
);
