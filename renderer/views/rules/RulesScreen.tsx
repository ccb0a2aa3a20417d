import { Page } from '../../ui/Page.js';

export function RulesScreen() {
  return <Page title="Rules">{null}</Page>;
}
