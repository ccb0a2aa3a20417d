import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconChartBar, IconDots, IconInfoCircle, IconPhoto, IconTable } from '@tabler/icons-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { MarkKey, ReportChart } from '../../charts/chart.js';
import { lightTheme, type ChartTheme } from '../../charts/theme.js';
import type { ReportResult } from '../../preload/shapes.js';
import { savePicture } from '../state/exports.js';
import { useOfferPicture } from '../ui/chart-pictures.js';
import { DataTable } from '../ui/DataTable.js';
import { DefinitionDrawer } from '../ui/DefinitionDrawer.js';
import { Chart, drawPng, drawSvg } from './Chart.js';
import { describeAsked } from './describe-asked.js';
import { describeTable, reportFormats } from './report-formats.js';
import { useChartTheme } from './use-chart-theme.js';
import classes from './ChartPanel.module.css';

interface ChartPanelProps {
  readonly result: ReportResult;
  /** One of the functions of charts/, as it is: called again for another theme. */
  readonly draw: (result: ReportResult, theme: ChartTheme) => ReportChart;
  readonly onPick?: (key: MarkKey) => void;
  readonly onBrush?: (first: MarkKey, last: MarkKey) => void;
  /** Beside the title: what this chart alone can be asked. */
  readonly controls?: ReactNode;
  /** What a click does, and what else is worth knowing; under the chart. */
  readonly note?: ReactNode;
}

/** A chart with its title, the table behind it, its definition, and itself as a picture. */
export function ChartPanel({ result, draw, onPick, onBrush, controls, note }: ChartPanelProps) {
  const theme = useChartTheme();
  const chart = useMemo(() => draw(result, theme), [draw, result, theme]);
  const table = useMemo(() => describeTable(result.table, result.params), [result]);
  const [isTable, setIsTable] = useState(false);
  const [isDefined, setIsDefined] = useState(false);
  // Pictures are for paper and slides: light, whatever the screen is.
  const { title } = chart;
  const isDrawn = chart.option !== null;
  const picture = useMemo(() => {
    if (!isDrawn) return null;
    const paper = { ...lightTheme, locale: theme.locale, animationMs: 0 };
    const words = () => ({ title, caption: describeAsked(result) });
    return {
      title,
      toSvg: () => drawSvg(draw(result, paper), words(), paper),
      toPng: () => drawPng(draw(result, paper), words(), paper),
    };
  }, [draw, result, theme.locale, title, isDrawn]);
  useOfferPicture(picture);
  const notes = chart.option === null || isTable ? [] : [chart.tableNote, note].filter(Boolean);

  return (
    <figure className={classes.panel} aria-label={chart.title}>
      <header className={classes.head}>
        <h2 className={classes.title}>{chart.title}</h2>
        <div className={classes.tools}>
          {controls}
          <Tooltip label={isTable ? 'Show the chart' : 'Show the table behind it'}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={isTable ? 'Show the chart' : 'Show the table behind it'}
              onClick={() => setIsTable(!isTable)}
            >
              {isTable ? <IconChartBar size={16} stroke={1.5} /> : <IconTable size={16} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
          <ChartMenu picture={picture} onDefine={() => setIsDefined(true)} />
        </div>
      </header>
      {isTable ? (
        <DataTable
          table={table}
          label={result.title}
          formats={reportFormats(result)}
          maxHeightPx={Math.max(240, chart.heightPx - 40)}
        />
      ) : chart.option === null ? (
        <p className={classes.sentence}>{chart.description}</p>
      ) : (
        <Chart chart={chart} onPick={onPick} onBrush={onBrush} />
      )}
      {notes.length > 0 && (
        <figcaption className={classes.note}>
          {notes.map((text, index) => (
            <span key={index}>{text} </span>
          ))}
        </figcaption>
      )}
      <DefinitionDrawer
        opened={isDefined}
        onClose={() => setIsDefined(false)}
        result={result}
        reportId={result.report}
      />
    </figure>
  );
}

interface ChartMenuProps {
  readonly picture: { readonly title: string; toSvg(): string; toPng(): Promise<Uint8Array> } | null;
  readonly onDefine: () => void;
}

function ChartMenu({ picture, onDefine }: ChartMenuProps) {
  const icon = { size: 16, stroke: 1.5 };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More of this chart">
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPhoto {...icon} />}
          disabled={picture === null}
          onClick={() => picture && void picture.toPng().then((bytes) => savePicture(picture.title, 'png', bytes))}
        >
          Save as PNG
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPhoto {...icon} />}
          disabled={picture === null}
          onClick={() => picture && void savePicture(picture.title, 'svg', new TextEncoder().encode(picture.toSvg()))}
        >
          Save as SVG
        </Menu.Item>
        <Menu.Item leftSection={<IconInfoCircle {...icon} />} onClick={onDefine}>
          What these numbers mean
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
