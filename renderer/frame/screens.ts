/** The screens there are: name, key after G, and place in the navigation. */
import {
  IconAdjustmentsAlt,
  IconBellRinging,
  IconBroadcast,
  IconCategory,
  IconCloud,
  IconDatabaseImport,
  IconLayoutDashboard,
  IconSettings,
  IconShieldCheck,
  IconShoppingCart,
  IconTags,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Screen } from '../state/place.js';

export interface ScreenEntry {
  readonly screen: Screen;
  readonly name: string;
  readonly icon: Icon;
  /** Pressed after G. */
  readonly key: string;
  /** What one finds there, for the palette. */
  readonly about: string;
  readonly needsDataset: boolean;
  /** Parted by lines in the navigation: reports, what watches the shop, the workspace. */
  readonly group: 'reports' | 'detection' | 'workspace';
}

const report = { needsDataset: true, group: 'reports' } as const;
const detection = { needsDataset: true, group: 'detection' } as const;

export const screenEntries: readonly ScreenEntry[] = [
  {
    screen: 'overview',
    name: 'Overview',
    icon: IconLayoutDashboard,
    key: 'o',
    about: 'Visitors, sales and conversion day by day',
    ...report,
  },
  { screen: 'visitors', name: 'Visitors', icon: IconUsers, key: 'v', about: 'Unique visitors per day', ...report },
  { screen: 'carts', name: 'Carts', icon: IconShoppingCart, key: 'c', about: 'Carted but not bought', ...report },
  {
    screen: 'categories',
    name: 'Categories',
    icon: IconCategory,
    key: 't',
    about: 'Top categories by hour and weekday',
    ...report,
  },
  { screen: 'brands', name: 'Brands', icon: IconTags, key: 'b', about: 'Brands that need more marketing', ...report },
  {
    screen: 'live',
    name: 'Live',
    icon: IconBroadcast,
    key: 'w',
    about: 'Watch the data play, and what detection finds',
    ...detection,
  },
  {
    screen: 'alerts',
    name: 'Alerts',
    icon: IconBellRinging,
    key: 'a',
    about: 'What detection found, with its evidence',
    ...detection,
  },
  {
    screen: 'rules',
    name: 'Rules',
    icon: IconAdjustmentsAlt,
    key: 'r',
    about: 'Packs of rules, their thresholds, and what they would find',
    ...detection,
  },
  {
    screen: 'quality',
    name: 'Quality',
    icon: IconShieldCheck,
    key: 'q',
    about: 'What is odd in the data, and the rejected rows',
    needsDataset: true,
    group: 'workspace',
  },
  {
    screen: 'load',
    name: 'Load',
    icon: IconDatabaseImport,
    key: 'l',
    about: 'Load files into a dataset',
    needsDataset: false,
    group: 'workspace',
  },
  {
    screen: 'lake',
    name: 'Lake',
    icon: IconCloud,
    key: 'k',
    about: 'Connections to S3, Athena and Trino: browse, load, publish, history',
    needsDataset: false,
    group: 'workspace',
  },
  {
    screen: 'settings',
    name: 'Settings',
    icon: IconSettings,
    key: 's',
    about: 'Theme, memory, datasets',
    needsDataset: false,
    group: 'workspace',
  },
];
