import { Button, Drawer, Stack } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { describeBrand, readBrandRows } from '../../../charts/brand-rows.js';
import { topCategoriesChart, viewHoursChart } from '../../../charts/overview-charts.js';
import { segmentMeaning } from '../../../charts/segment-words.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Asked } from '../../charts/Asked.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { goTo, questionOf, useFilters } from '../../state/filters.js';
import classes from './BrandPanel.module.css';

interface BrandPanelProps {
  /** The empty text: none, and the panel is closed. */
  readonly brand: string;
  readonly result: ReportResult;
  readonly onClose: () => void;
}

/** One brand beside the others: why it is where it is, its categories and its hours. */
export function BrandPanel({ brand, result, onClose }: BrandPanelProps) {
  const [filters] = useFilters();
  const theme = useChartTheme();
  const isOpen = brand !== '';
  const row = isOpen ? readBrandRows(result).find((other) => other.brand === brand) : undefined;
  const question = isOpen
    ? questionOf('top-categories', { ...filters, brand }, { measure: 'views', by: 'hour', depth: 2 })
    : null;
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" size={560} title={brand}>
      <Stack gap={16} pb={24}>
        {row && (
          <>
            <p className={classes.meaning}>{segmentMeaning[row.segment]}</p>
            <ul className={classes.facts}>
              {describeBrand(row, theme.locale).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFilter size={14} stroke={1.5} />}
            onClick={() => goTo('overview', { brand })}
          >
            Look at this brand alone
          </Button>
        </div>
        {question && (
          <Asked question={question} label={`Categories and hours of ${brand}`} placePx={480}>
            {(hourly) => (
              <Stack gap={16}>
                <ChartPanel result={hourly} draw={topCategoriesChart} />
                <ChartPanel result={hourly} draw={viewHoursChart} />
              </Stack>
            )}
          </Asked>
        )}
      </Stack>
    </Drawer>
  );
}
