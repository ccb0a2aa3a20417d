import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Alert } from '../../../preload/contract.js';
import type { Table } from '../../../preload/shapes.js';
import { formatMoment } from '../../../charts/format-moment.js';
import { severityWords } from '../../../charts/alert-words.js';
import { useFilters } from '../../state/filters.js';
import { useRuleNames, type NameRule } from '../../state/rule-names.js';
import type { Compared } from '../../state/rules.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatNumber } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';
import { nameEntity, nameEntityShort } from '../alerts/name-entity.js';
import { SeverityMark } from '../alerts/SeverityMark.js';
import classes from './RulesScreen.module.css';

type Kind = 'added' | 'gone' | 'changed';

interface Row {
  readonly alert: Alert;
  readonly change: string;
}

function describeChange(before: Alert, after: Alert): string {
  const parts: string[] = [];
  if (before.severity !== after.severity) parts.push(`${before.severity} → ${after.severity}`);
  if (before.detectedAt !== after.detectedAt) {
    const seconds = (Date.parse(after.detectedAt) - Date.parse(before.detectedAt)) / 1000;
    parts.push(`${formatNumber(Math.abs(seconds))} s ${seconds < 0 ? 'earlier' : 'later'}`);
  }
  if (before.events !== after.events)
    parts.push(`${formatNumber(before.events)} → ${formatNumber(after.events)} events`);
  return parts.length > 0 ? parts.join(', ') : 'other numbers';
}

function toTable(rows: readonly Row[], nameRule: NameRule): Table {
  const text = (name: string, title: string, values: readonly string[], type: 'text' | 'time' = 'text') =>
    ({ name, title, type, unit: '', values }) as const;
  return {
    rowCount: rows.length,
    columns: [
      text(
        'severity',
        'Severity',
        rows.map(({ alert }) => severityWords[alert.severity]),
      ),
      text(
        'rule',
        'Rule',
        rows.map(({ alert }) => nameRule(alert)),
      ),
      text(
        'change',
        'Change',
        rows.map(({ change }) => change),
      ),
      text(
        'entity',
        'Who',
        rows.map(({ alert }) => nameEntity(alert.entity)),
      ),
      text(
        'detectedAt',
        'Detected',
        rows.map(({ alert }) => alert.detectedAt),
        'time',
      ),
      text(
        'reason',
        'Why',
        rows.map(({ alert }) => alert.reason),
      ),
    ],
  };
}

/** Two versions over the same data: alerts that are new, that are gone, that are others. */
export function CompareResult({ compared }: { readonly compared: Compared }) {
  const [{ tz }] = useFilters();
  const nameRule = useRuleNames();
  const { added, gone, changed, before, after } = compared.comparison;
  const [kind, setKind] = useState<Kind>(() => (added.length > 0 ? 'added' : gone.length > 0 ? 'gone' : 'changed'));
  const rows = useMemo((): readonly Row[] => {
    if (kind === 'changed')
      return changed.map((pair) => ({ alert: pair.after, change: describeChange(pair.before, pair.after) }));
    return (kind === 'added' ? added : gone).map((alert) => ({ alert, change: kind === 'added' ? 'new' : 'gone' }));
  }, [kind, added, gone, changed]);
  const table = useMemo(() => toTable(rows, nameRule), [rows, nameRule]);
  const formats = useMemo((): CellFormats => {
    const nameRow = (_value: unknown, row: number) => {
      const alert = rows[row]?.alert;
      return alert ? nameEntityShort(alert.entity) : '';
    };
    return { detectedAt: (value) => formatMoment(String(value), tz), entity: nameRow };
  }, [tz, rows]);
  return (
    <section className={classes.box} aria-label="Two versions compared">
      <h2 className={classes.boxTitle}>
        {formatNumber(before.alerts)} alerts before, {formatNumber(after.alerts)} now
      </h2>
      <SegmentedControl
        size="xs"
        mb={8}
        aria-label="Which alerts"
        value={kind}
        onChange={(value) => setKind(value === 'gone' || value === 'changed' ? value : 'added')}
        data={[
          { value: 'added', label: `Added ${formatNumber(added.length)}` },
          { value: 'gone', label: `Gone ${formatNumber(gone.length)}` },
          { value: 'changed', label: `Changed ${formatNumber(changed.length)}` },
        ]}
      />
      {rows.length === 0 ? (
        <p className={classes.about}>None.</p>
      ) : (
        <DataTable
          key={kind}
          table={table}
          label={`Alerts that are ${kind}`}
          formats={formats}
          maxHeightPx={280}
          renderCell={(column, row) => {
            const alert = rows[row]?.alert;
            return column === 'severity' && alert ? <SeverityMark severity={alert.severity} /> : undefined;
          }}
        />
      )}
    </section>
  );
}
