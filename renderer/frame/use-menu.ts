import { useEffect } from 'react';
import { openSample } from '../state/datasets.js';
import { goTo } from '../state/filters.js';
import { pickAndInspect } from '../state/loading.js';
import { shell } from '../state/shell.js';

let isListening = false;

/** What the native menu asks for. */
export function useMenu(): void {
  useEffect(() => {
    if (isListening) return;
    isListening = true;
    shell.onMenu((command) => {
      switch (command) {
        case 'open-files':
          return void pickAndInspect();
        case 'open-sample':
          return void openSample();
        case 'settings':
        case 'about':
          return goTo('settings');
      }
    });
  }, []);
}
