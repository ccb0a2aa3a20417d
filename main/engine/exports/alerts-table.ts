/** Alerts as rows: of the command line's contract in its order, then what else is known, then what people did. */
import type { Column, KeptAlert, Table } from '../../../preload/contract.js';

type Read<Value> = (alert: KeptAlert) => Value;

const text = (name: string, read: Read<string | null>) => ({ name, type: 'text' as const, read });
const id = (name: string, read: Read<string | null>) => ({ name, type: 'id' as const, read });
const time = (name: string, read: Read<string | null>) => ({ name, type: 'time' as const, read });
const number = (name: string, read: Read<number>, unit = '') => ({ name, type: 'number' as const, unit, read });

const fields = [
  id('id', (alert) => alert.id),
  text('rule', (alert) => alert.rule),
  text('family', (alert) => alert.family),
  text('severity', (alert) => alert.severity),
  text('state', (alert) => alert.state),
  text('entityType', (alert) => alert.entity.type),
  id('entityId', (alert) => alert.entity.id),
  time('firstEventAt', (alert) => alert.firstEventAt),
  time('detectedAt', (alert) => alert.detectedAt),
  time('lastEventAt', (alert) => alert.lastEventAt),
  number('events', (alert) => alert.events, 'events'),
  number('value', (alert) => alert.value),
  number('threshold', (alert) => alert.threshold),
  text('unit', (alert) => alert.unit),
  text('direction', (alert) => alert.direction),
  text('reason', (alert) => alert.reason),
  text('pack', (alert) => alert.pack),
  number('packVersion', (alert) => alert.packVersion),
  number('purchaseValue', (alert) => alert.purchaseValue, 'money'),
  time('recoveringAt', (alert) => alert.recoveringAt),
  time('resolvedAt', (alert) => alert.resolvedAt),
  id('user', (alert) => alert.user),
  text('verdict', (alert) => alert.verdict),
  time('acknowledgedAt', (alert) => alert.acknowledgedAt),
  text('note', (alert) => alert.note),
  time('mutedUntil', (alert) => alert.mutedUntil),
  text('allowedBy', (alert) => alert.allowedBy),
] as const;

export function alertsTable(alerts: readonly KeptAlert[]): Table {
  const columns = fields.map((field): Column => {
    const meta = { name: field.name, title: field.name };
    return field.type === 'number'
      ? { ...meta, type: field.type, unit: field.unit, values: Float64Array.from(alerts, field.read) }
      : { ...meta, type: field.type, unit: '', values: alerts.map(field.read) };
  });
  return { rowCount: alerts.length, columns };
}

/** A JSON array, one alert a line. */
export function* alertsJson(alerts: readonly KeptAlert[]): Generator<string> {
  for (const [at, alert] of alerts.entries()) yield `${at === 0 ? '[' : ','}\n${JSON.stringify(alert)}`;
  yield alerts.length === 0 ? '[]\n' : '\n]\n';
}
