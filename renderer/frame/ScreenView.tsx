import type { Screen } from '../state/place.js';
import { LoadScreen } from '../views/load/LoadScreen.js';
import { QualityScreen } from '../views/quality/QualityScreen.js';
import { SettingsScreen } from '../views/settings/SettingsScreen.js';

export function ScreenView({ screen }: { readonly screen: Screen }) {
  switch (screen) {
    case 'load':
      return <LoadScreen />;
    case 'quality':
      return <QualityScreen />;
    case 'settings':
      return <SettingsScreen />;
    default:
      return null;
  }
}
