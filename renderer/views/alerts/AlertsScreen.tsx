import { Page } from '../../ui/Page.js';

export function AlertsScreen() {
  return <Page title="Alerts">{null}</Page>;
}
