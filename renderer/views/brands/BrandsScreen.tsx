import { NumberInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { brandIntervalChart } from '../../../charts/brand-interval-chart.js';
import { brandQuadrantChart } from '../../../charts/brand-quadrant-chart.js';
import { readBrandRows } from '../../../charts/brand-rows.js';
import { fewPoints } from '../../../charts/chart.js';
import { segments } from '../../../charts/segment-words.js';
import { readTexts } from '../../../charts/read-table.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { changeOwn, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { useReport } from '../../state/report-answer.js';
import { formatNumber } from '../../ui/format-number.js';
import { Headline, Headlines } from '../../ui/Headline.js';
import { MissingColumn } from '../../ui/MissingColumn.js';
import { ReportPage } from '../../ui/ReportPage.js';
import { BrandPanel } from './BrandPanel.js';
import { BrandTable } from './BrandTable.js';
import { SegmentLegend } from './SegmentLegend.js';

const defaultMinSessions = '500';

function showBrand(brand: string | null | undefined): void {
  if (brand) changeOwn({ focus: brand });
}

export function BrandsScreen() {
  const [minSessionsText, setMinSessions] = useOwnParam<string>('min-sessions', defaultMinSessions);
  const [focus] = useOwnParam<string>('focus', '');
  const minSessions = /^[1-9]\d{0,8}$/.test(minSessionsText) ? Number(minSessionsText) : Number(defaultMinSessions);
  const question = useReportQuestion('brand-opportunities', { 'min-sessions': minSessions });
  const withoutBrand = useAbsentField('brand');
  const answer = useReport(question);
  const changeMinSessions = useDebouncedCallback((value: number | string) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) setMinSessions(String(value));
  }, 400);

  return (
    <ReportPage
      title="Brands that need more marketing"
      question={answer.question}
      answer={answer}
      controls={
        <NumberInput
          key={minSessions}
          size="xs"
          w={170}
          aria-label="Least sessions of a brand"
          prefix="min. sessions "
          thousandSeparator=","
          min={1}
          max={1e8}
          step={100}
          allowDecimal={false}
          defaultValue={minSessions}
          onChange={changeMinSessions}
        />
      }
      emptyHint={`No brand has ${formatNumber(minSessions)} sessions here. Lower the least number of sessions, or widen the filters.`}
      headlines={(result) => <BrandNumbers result={result} />}
      instead={withoutBrand && <MissingColumn field={withoutBrand} />}
      leftOut={({ summary }) =>
        `Brands with under ${formatNumber(minSessions)} sessions, and rows without a brand: ${formatNumber(summary['unknown_brand_share'], 'share')} of the sessions.`
      }
    >
      {(result) => (
        <>
          <ChartPanel
            result={result}
            draw={brandQuadrantChart}
            onPick={({ brand }) => showBrand(brand)}
            note="Click a brand to see its categories and hours."
          />
          <SegmentLegend result={result} />
          {readBrandRows(result).length >= fewPoints && (
            <ChartPanel result={result} draw={brandIntervalChart} onPick={({ brand }) => showBrand(brand)} />
          )}
          <BrandTable result={result} onOpen={showBrand} />
          <BrandPanel brand={focus} result={result} onClose={() => changeOwn({ focus: null })} />
        </>
      )}
    </ReportPage>
  );
}

function BrandNumbers({ result }: { readonly result: ReportResult }) {
  const { eligible_brands: eligible, median_interest_share: median, unknown_brand_share: unknown } = result.summary;
  const named = readTexts(result, 'segment');
  const [underExposed, leaky] = segments.map((segment) => named.filter((name) => name === segment).length);
  return (
    <Headlines>
      <Headline label="Eligible brands" value={eligible} unit="brands" note="with enough sessions" />
      <Headline label="Under-exposed" value={underExposed} unit="brands" note="more marketing pays" />
      <Headline label="Leaky" value={leaky} unit="brands" note="interest without sales" />
      <Headline
        label="Median share of interest"
        value={median}
        unit="share"
        note="a brand's sessions ÷ all of its categories"
      />
      <Headline label="Without a brand" value={unknown} unit="share" note="of the sessions; not ranked" />
    </Headlines>
  );
}
