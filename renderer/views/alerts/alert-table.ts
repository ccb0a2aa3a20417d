/** Alerts as a table: one row an alert, in the order they came. */
import { familyWords, severityWords, stateWords, verdictWords } from '../../../charts/alert-words.js';
import { formatMoment } from '../../../charts/format-moment.js';
import type { NameRule } from '../../state/rule-names.js';
import type { KeptAlert } from '../../../preload/contract.js';
import type { Table } from '../../../preload/shapes.js';
import type { CellFormats } from '../../ui/table-columns.js';
import { nameEntity, nameEntityShort } from './name-entity.js';

const severityRank = { high: '1', medium: '2', low: '3' } as const;

/** Severities sort by their weight: the cell holds the rank, the format its word. */
export function toAlertTable(alerts: readonly KeptAlert[], nameRule: NameRule): Table {
  const text = (name: string, title: string, values: readonly (string | null)[], type: 'text' | 'time' = 'text') =>
    ({ name, title, type, unit: '', values }) as const;
  return {
    rowCount: alerts.length,
    columns: [
      text(
        'chosen',
        '',
        alerts.map(() => ''),
      ),
      text(
        'severity',
        'Severity',
        alerts.map(({ severity }) => severityRank[severity]),
      ),
      text(
        'state',
        'State',
        alerts.map(({ state }) => stateWords[state]),
      ),
      text('rule', 'Rule', alerts.map(nameRule)),
      text(
        'entity',
        'Who',
        alerts.map(({ entity }) => nameEntity(entity)),
      ),
      text(
        'detectedAt',
        'Detected',
        alerts.map(({ detectedAt }) => detectedAt),
        'time',
      ),
      text(
        'reason',
        'Why',
        alerts.map(({ reason }) => reason),
      ),
      {
        name: 'purchaseValue',
        title: 'Purchases',
        type: 'number',
        unit: 'money',
        values: Float64Array.from(alerts, ({ purchaseValue }) => purchaseValue),
      },
      text(
        'verdict',
        'Verdict',
        alerts.map(({ verdict }) => verdictWords[verdict]),
      ),
    ],
  };
}

const wordOfRank: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(severityRank).map(([severity, rank]) => [rank, severityWords[severity as keyof typeof severityRank]]),
);

/** `alerts` are those of the table. A long id is written short; it is copied whole. */
export function alertFormats(alerts: readonly KeptAlert[], tz: string): CellFormats {
  return {
    entity: (_value, row) => {
      const alert = alerts[row];
      return alert ? nameEntityShort(alert.entity) : '';
    },
    severity: (value) => wordOfRank[String(value)] ?? '',
    detectedAt: (value) => (value === null ? '' : formatMoment(String(value), tz)),
  };
}

/** Times in these columns as the zone has them. */
export function momentFormats(columns: readonly string[], tz: string): CellFormats {
  const write = (value: number | string | null) => (value === null ? '' : formatMoment(String(value), tz));
  return Object.fromEntries(columns.map((column) => [column, write]));
}

export function nameFamily(family: string): string {
  return Object.entries(familyWords).find(([name]) => name === family)?.[1] ?? family;
}
