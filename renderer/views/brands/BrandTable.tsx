import { useMemo } from 'react';
import { hasStakes, readBrandRows } from '../../../charts/brand-rows.js';
import { isKnown, readTexts } from '../../../charts/read-table.js';
import { segmentAdvice, segmentNames, toSegment } from '../../../charts/segment-words.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatNumber, notKnown } from '../../ui/format-number.js';
import type { CellFormats } from '../../ui/table-columns.js';
import { IntervalBar } from './IntervalBar.js';
import { findScaleTop } from './interval-scale.js';

interface BrandTableProps {
  readonly result: ReportResult;
  readonly onOpen: (brand: string | null | undefined) => void;
}

const columns = [
  'brand',
  'segment',
  'stake',
  'conv_index',
  'sessions',
  'purchase_sessions',
  'expected_purchase_sessions',
  'interest_share',
  'purchase_share',
  'gap',
  'revenue',
];

/** Left out where no row knows them: there are no prices. */
const moneyColumns = new Set(['stake', 'revenue']);

/** As long as the bar is wide that is drawn in place of the index. */
const barRoom = '\u2007'.repeat(16);

const formats: CellFormats = {
  conv_index: (value) => `${barRoom}${formatNumber(Number(value), 'index')}`,
  segment(value) {
    const segment = toSegment(value === null ? null : String(value));
    return segment === null ? notKnown : `${segmentNames[segment]}: ${segmentAdvice[segment]}`;
  },
};

/** The brands as they are ranked, each with its interval and its segment in words. */
export function BrandTable({ result, onOpen }: BrandTableProps) {
  const theme = useChartTheme();
  const rows = useMemo(() => new Map(readBrandRows(result).map((row) => [row.brand, row])), [result]);
  const isByStake = hasStakes([...rows.values()]);
  const top = useMemo(() => findScaleTop([...rows.values()]), [rows]);
  const brands = readTexts(result, 'brand');
  return (
    <DataTable
      table={result.table}
      label={isByStake ? 'Brands, most at stake first' : 'Brands, certain under-exposed and leaky ones first'}
      columns={columns.filter((name) => !moneyColumns.has(name) || isKnown(result, name))}
      formats={formats}
      onRowActivate={(row) => onOpen(brands[row])}
      note="a click shows the brand's categories and hours"
      renderCell={(column, at) => {
        if (column !== 'conv_index') return undefined;
        const row = rows.get(brands[at] ?? '');
        return row && <IntervalBar row={row} color={theme.segments[row.segment]} top={top} />;
      }}
    />
  );
}
