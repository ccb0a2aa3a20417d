import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import { formatMoment } from '../../../charts/format-moment.js';
import { stateWords, verdictWords } from '../../../charts/alert-words.js';
import type { KeptAlert } from '../../../preload/contract.js';
import type { AlertPage } from '../../../preload/shapes.js';
import { useFilters } from '../../state/filters.js';
import { mostListed } from '../../state/alerts.js';
import { useRuleNames } from '../../state/rule-names.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { AlertChoice } from './AlertChoice.js';
import { alertFormats, toAlertTable } from './alert-table.js';
import { MoreOfGroup, worstOf } from './MoreOfGroup.js';
import { CareButtons } from './CareButtons.js';
import { nameEntityShort } from './name-entity.js';
import { SeverityMark } from './SeverityMark.js';
import classes from './AlertsScreen.module.css';

interface AlertListProps {
  readonly dataset: string;
  readonly page: AlertPage;
  /** Whether alerts that belong together are folded under the first of them. */
  readonly isGrouped: boolean;
  readonly shown: string | null;
  readonly onShow: (alert: string) => void;
}

/** Beside an open alert who, rule and time stand over the reason; on a small screen rule and state do. */
const fewColumns = ['chosen', 'severity', 'reason'] as const;
const someColumns = ['chosen', 'severity', 'entity', 'detectedAt', 'reason', 'verdict'] as const;
const roomForAll = '(min-width: 1500px)';
const tallRowPx = 44;
const allColumns = [
  'chosen',
  'severity',
  'state',
  'rule',
  'entity',
  'detectedAt',
  'reason',
  'purchaseValue',
  'verdict',
] as const;

/** The alerts as a table; what is chosen in it is cared for together. */
export function AlertList({ dataset, page, isGrouped, shown, onShow }: AlertListProps) {
  const [{ tz }] = useFilters();
  const { alerts, total } = page;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const groupOf = useCallback((row: number) => alerts[row]?.group ?? '', [alerts]);
  const nameRule = useRuleNames();
  const hasRoom = useMediaQuery(roomForAll, true, { getInitialValueInEffect: false });
  const isNarrow = shown !== null;
  const isTall = isNarrow || !hasRoom;
  const table = useMemo(() => toAlertTable(alerts, nameRule), [alerts, nameRule]);
  const formats = useMemo(() => alertFormats(alerts, tz), [alerts, tz]);
  const picked = alerts.filter(({ id }) => chosen.has(id));

  function toggleFold(group: string) {
    const next = new Set(open);
    if (!next.delete(group)) next.add(group);
    setOpen(next);
  }

  function choose(ids: readonly string[], isChosen: boolean) {
    const next = new Set(chosen);
    for (const id of ids)
      if (isChosen) next.add(id);
      else next.delete(id);
    setChosen(next);
  }

  return (
    <DataTable
      table={table}
      label={`Alerts, newest first (${tz})`}
      columns={isNarrow ? fewColumns : hasRoom ? allColumns : someColumns}
      rowHeightPx={isTall ? tallRowPx : undefined}
      formats={formats}
      groups={isGrouped ? { groupOf, open, onToggle: toggleFold } : undefined}
      maxHeightPx={560}
      note={total > mostListed ? `the newest of ${formatNumber(total)}; the export has all` : undefined}
      actions={
        <>
          {picked.length > 0 && (
            <>
              <span>{formatCount(picked.length, 'alert')} chosen</span>
              <CareButtons dataset={dataset} alerts={picked} />
            </>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setChosen(picked.length > 0 ? new Set() : new Set(alerts.map(({ id }) => id)))}
          >
            {picked.length > 0 ? 'Choose none' : 'Choose all'}
          </Button>
        </>
      }
      onRowActivate={(row) => {
        const id = alerts[row]?.id;
        if (id !== undefined) onShow(id);
      }}
      isRowActive={(row) => shown !== null && alerts[row]?.id === shown}
      renderCell={(column, row, place) => {
        const alert = alerts[row];
        if (!alert) return undefined;
        const others = place?.head === row ? place.others.flatMap((other) => alerts[other] ?? []) : [];
        const isUnder = place !== undefined && place.head !== row;
        const more = others.length > 0 && place?.isOpen === false && <MoreOfGroup others={others} />;
        if (column === 'severity')
          return <SeverityMark severity={more ? worstOf([alert, ...others]) : alert.severity} />;
        if (column === 'verdict')
          return (
            <span className={classes.verdict} data-verdict={alert.verdict}>
              {verdictWords[alert.verdict]}
            </span>
          );
        if (column === 'rule')
          return (
            <>
              {nameRule(alert)} <span className={classes.ruleId}>{alert.rule}</span>
            </>
          );
        if (column === 'reason')
          return (
            <span className={classes.why} data-under={isUnder || undefined}>
              {isTall ? (
                <Why alert={alert} rule={nameRule(alert)} tz={tz} isAll={isNarrow} />
              ) : (
                <span className={classes.reason}>{alert.reason}</span>
              )}
              {more}
            </span>
          );
        if (column !== 'chosen') return undefined;
        return (
          <AlertChoice
            alerts={[alert, ...others]}
            chosen={chosen}
            isOpen={place?.isOpen === true}
            isUnder={isUnder}
            onChoose={choose}
            onFold={() => toggleFold(alert.group)}
          />
        );
      }}
    />
  );
}

interface WhyProps {
  readonly alert: KeptAlert;
  readonly rule: string;
  readonly tz: string;
  /** Whether who and when are said too. */
  readonly isAll: boolean;
}

/** The reason, under what would else have columns of its own. */
function Why({ alert, rule, tz, isAll }: WhyProps) {
  const { entity, detectedAt, state, reason } = alert;
  return (
    <span className={classes.twoLines}>
      <span>
        <b>{isAll ? nameEntityShort(entity) : rule}</b>
        <span className={classes.ruleId}>
          {isAll ? `${rule} · ${formatMoment(detectedAt, tz)}` : `${alert.rule} · ${stateWords[state]}`}
        </span>
      </span>
      <span>{reason}</span>
    </span>
  );
}
