import { IconAlertTriangleFilled, IconAlertCircle, IconInfoCircle } from '@tabler/icons-react';
import { severityWords } from '../../../charts/alert-words.js';
import type { Severity } from '../../../preload/rules/rule-kind.js';
import classes from './Severity.module.css';

const icons = { high: IconAlertTriangleFilled, medium: IconAlertCircle, low: IconInfoCircle } as const;

/** An icon and a word; the colour only supports them. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const Glyph = icons[severity];
  return (
    <span className={classes.severity} data-severity={severity}>
      <Glyph size={14} stroke={1.75} aria-hidden />
      {severityWords[severity]}
    </span>
  );
}
