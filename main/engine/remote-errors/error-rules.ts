/** The table of errors: the first row that fits says it. */
import { credentialRules } from './credential-rules.js';
import type { ErrorRule } from './error-rule.js';
import { networkRules } from './network-rules.js';
import { limitRules, permissionRules } from './permission-rules.js';
import { queryRules } from './query-rules.js';
import { settingRules } from './setting-rules.js';

export const errorRules: readonly ErrorRule[] = [
  ...credentialRules,
  ...limitRules,
  ...settingRules,
  ...permissionRules,
  ...queryRules,
  ...networkRules,
];
