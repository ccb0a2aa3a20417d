import { useMissingDataset } from '../state/datasets.js';
import { useElsewhere } from '../state/engine-choice.js';
import type { Screen } from '../state/place.js';
import { AlertsScreen } from '../views/alerts/AlertsScreen.js';
import { BrandsScreen } from '../views/brands/BrandsScreen.js';
import { CartsScreen } from '../views/carts/CartsScreen.js';
import { CategoriesScreen } from '../views/categories/CategoriesScreen.js';
import { LakeScreen } from '../views/lake/LakeScreen.js';
import { LiveScreen } from '../views/live/LiveScreen.js';
import { LoadScreen } from '../views/load/LoadScreen.js';
import { OverviewScreen } from '../views/overview/OverviewScreen.js';
import { QualityScreen } from '../views/quality/QualityScreen.js';
import { RulesScreen } from '../views/rules/RulesScreen.js';
import { SettingsScreen } from '../views/settings/SettingsScreen.js';
import { VisitorsScreen } from '../views/visitors/VisitorsScreen.js';
import { NoSuchDataset } from './NoSuchDataset.js';
import { screenEntries } from './screens.js';

export function ScreenView({ screen }: { readonly screen: Screen }) {
  const missing = useMissingDataset();
  const isElsewhere = useElsewhere() !== null;
  if (missing !== null && !isElsewhere && screenEntries.some((entry) => entry.screen === screen && entry.needsDataset))
    return <NoSuchDataset name={missing} />;
  switch (screen) {
    case 'overview':
      return <OverviewScreen />;
    case 'visitors':
      return <VisitorsScreen />;
    case 'carts':
      return <CartsScreen />;
    case 'categories':
      return <CategoriesScreen />;
    case 'brands':
      return <BrandsScreen />;
    case 'live':
      return <LiveScreen />;
    case 'alerts':
      return <AlertsScreen />;
    case 'rules':
      return <RulesScreen />;
    case 'quality':
      return <QualityScreen />;
    case 'load':
      return <LoadScreen />;
    case 'lake':
      return <LakeScreen />;
    case 'settings':
      return <SettingsScreen />;
  }
}
