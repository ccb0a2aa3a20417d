/** docs/performance.md: the goals and whether they are reached, then all figures by size. */
import { cpus, totalmem } from 'node:os';
import { version as duckdbVersion } from '@duckdb/node-api';
import { formatFigure, formatRows, formatValue } from './format-figure.js';
import { compareTimes, judgeAll, type Growth, type Outcome } from './goals.js';
import type { Figure, Subject } from './subject.js';

/** The figures of a subject, at one size. */
export interface Section {
  readonly rows: number;
  readonly subject: Pick<Subject, 'name' | 'title'>;
  readonly figures: readonly Figure[];
}

const words = new Map([
  [true, 'yes'],
  [false, '**no**'],
  [null, '–'],
]);

/** A smaller size says little of growth: what is there at every size is then most of it. */
const leastRowsOfGrowth = 4_000_000;

const figuresOf = (sections: readonly Section[], rows: number) =>
  sections.filter((section) => section.rows === rows).flatMap(({ figures }) => figures);

function growthOf(sections: readonly Section[], sizes: readonly number[]): Growth | null {
  const [small, large] = [sizes.find((rows) => rows >= leastRowsOfGrowth), sizes.at(-1)];
  if (small === undefined || large === undefined || small === large) return null;
  return {
    from: formatRows(small),
    to: formatRows(large),
    rowRatio: large / small,
    times: compareTimes(figuresOf(sections, small), figuresOf(sections, large)),
  };
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function goalTable(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ what, goal, measured, isReached }) =>
    row([what, goal, measured, words.get(isReached) ?? '–']),
  );
  return [row(['what', 'goal', 'measured', 'reached']), '|---|---|--:|---|', ...lines].join('\n');
}

/** A line for each figure, a column for each size; `÷` is the last by the first size of growth. */
function figureTable(sections: readonly Section[], sizes: readonly number[], growth: Growth | null): string {
  const last = sections.at(-1);
  const ids = [...new Set(sections.flatMap(({ figures }) => figures.map(({ id }) => id)))];
  const ratios = new Map(growth?.times.map(({ what, ratio }) => [what, ratio]));
  const lines = ids.map((id) => {
    const bySize = sizes.map((rows) => figuresOf(sections, rows).find((figure) => figure.id === id));
    const newest =
      last?.figures.find((figure) => figure.id === id) ?? bySize.filter((figure) => figure !== undefined).at(-1);
    const ratio = ratios.get(newest?.what ?? '');
    return row([
      newest?.what ?? id,
      ...bySize.map((figure) => (figure === undefined ? '' : formatFigure(figure))),
      ...(growth === null ? [] : [ratio === undefined ? '' : formatValue(ratio, '×')]),
      newest?.note ?? '',
    ]);
  });
  const head = [
    '',
    ...sizes.map(formatRows),
    ...(growth === null ? [] : [`${growth.to} ÷ ${growth.from}`]),
    'of the last size',
  ];
  return [row(head), `|---|${'--:|'.repeat(head.length - 2)}---|`, ...lines].join('\n');
}

const onceTable = (figures: readonly Figure[]) =>
  [
    row(['', 'measured', '']),
    '|---|--:|---|',
    ...figures.map((figure) => row([figure.what, formatFigure(figure), figure.note ?? ''])),
  ].join('\n');

/** `remarks` is what people have written below the figures: it stays. */
export function writePage(sections: readonly Section[], subjects: readonly Subject[], remarks: string): string {
  const sizes = [...new Set(sections.map(({ rows }) => rows))].sort((a, b) => a - b);
  const growth = growthOf(sections, sizes);
  const largest = sizes.at(-1) ?? 0;
  const ofOneSize = subjects.filter((subject) => subject.isOfOneSize).map(({ name }) => name);
  const once = sections.filter(({ subject }) => ofOneSize.includes(subject.name));
  const parts = subjects.map((subject) => {
    const own = sections.filter((section) => section.subject.name === subject.name);
    if (own.length === 0) return [];
    const table = subject.isOfOneSize
      ? onceTable(own.flatMap(({ figures }) => figures))
      : figureTable(own, sizes, growth);
    return [`### ${subject.title}\n\n${table}`];
  });
  const outcomes = judgeAll([...figuresOf(sections, largest), ...once.flatMap(({ figures }) => figures)], growth);
  const processor = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`;
  return `# Performance

Written by \`npm run bench -- --write\`, remarks at the end by people. All figures are of one run on one machine: the
ratios to plain DuckDB, measured in the same run through the same client, say more than the seconds. Loads are medians of
three, reports of three askings, starts of five, commands of seven.

${processor}, ${formatValue(totalmem(), 'bytes')} of memory, ${process.platform}, Node ${process.versions.node}, DuckDB ${duckdbVersion()}, ${new Date().toISOString().slice(0, 10)}.

## Goals, at ${formatRows(largest)} rows

${goalTable(outcomes)}

## Figures, by rows

${parts.flat().join('\n\n')}

${remarks.trim()}
`;
}
