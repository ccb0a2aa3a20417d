import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChartBar, IconTable } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { MarkKey, ReportChart } from '../../charts/chart.js';
import type { Table } from '../../preload/shapes.js';
import { DataTable } from '../ui/DataTable.js';
import { Meaning } from '../ui/Meaning.js';
import type { CellFormats } from '../ui/table-columns.js';
import { Chart } from './Chart.js';
import classes from './ChartPanel.module.css';

interface ChartBoxProps {
  readonly chart: ReportChart;
  /** What its numbers mean, in a sentence or two. */
  readonly meaning: string;
  /** The table behind it; called only where it is shown. */
  readonly table: () => Table;
  /** Keep its identity stable: a constant or useMemo. */
  readonly formats?: CellFormats;
  readonly onPick?: (key: MarkKey) => void;
  readonly onBrush?: (first: MarkKey, last: MarkKey) => void;
  readonly isLive?: boolean;
  /** Another title than the chart's. */
  readonly title?: string;
  readonly controls?: ReactNode;
}

/** A chart that is no report's: with its title, the table behind it, and what it means. */
export function ChartBox({ chart, meaning, table, formats, title = chart.title, controls, ...rest }: ChartBoxProps) {
  const [isTable, setIsTable] = useState(false);
  const switchLabel = isTable ? 'Show the chart' : 'Show the table behind it';
  return (
    <figure className={classes.panel} aria-label={title}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.tools}>
          {controls}
          <Meaning of={title} text={meaning} />
          <Tooltip label={switchLabel}>
            <ActionIcon variant="subtle" color="gray" aria-label={switchLabel} onClick={() => setIsTable(!isTable)}>
              {isTable ? <IconChartBar size={16} stroke={1.5} /> : <IconTable size={16} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
        </div>
      </header>
      {isTable ? (
        <DataTable table={table()} label={title} formats={formats} maxHeightPx={Math.max(220, chart.heightPx - 40)} />
      ) : chart.option === null ? (
        <p className={classes.sentence}>{chart.description}</p>
      ) : (
        <Chart chart={chart} {...rest} />
      )}
    </figure>
  );
}
