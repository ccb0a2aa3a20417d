/** A layout for a file that no known one fits, guessed from names and values: for a person to look at. */
import { fileLayout, type Field, type FileLayout, type WrittenLayout } from '../../../preload/contract.js';
import { rankName } from '../column-names.js';
import { guessPhrase } from './event-words.js';
import { fitCsv, fitColumns } from './layout.js';
import { normalWord } from './read-fields.js';
import { detectDecimal, isWholeNumber, readColumn, type Recognised, type Sample } from './recognise-layout.js';
import { detectTimeForm } from './time-forms.js';

const isPrice = (text: string) => /^[+-]?\d*[.,]?\d+$/.test(text);
/** Money as people write it, with signs between thousands or a currency: `1.019,90`, `R$ 5`. */
const isWrittenMoney = (text: string) =>
  /^[+-]?(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})?\s*[+-]?\d[\d.,'’\s]*(?:\p{Sc}|[A-Z]{3})?$/u.test(text.trim());
const share = (texts: readonly string[], test: (text: string) => boolean) =>
  texts.length === 0 ? 0 : texts.filter(test).length / texts.length;
const isKnownWord = (text: string) => guessPhrase(text) !== null;

/** Seconds or milliseconds of 2001 to 2065, in their order. */
function isRisingEpoch(texts: readonly string[]): boolean {
  const isEpoch = texts.every((text) => /^[12]\d{9}(\d{3})?$/.test(text));
  return isEpoch && new Set(texts).size > 1 && texts.every((text, at) => Number(text) >= Number(texts[at - 1] ?? 0));
}

/** More different words than this are no event types. */
const maximumWords = 200;

class Proposal {
  private readonly found = new Map<Field, number>();

  constructor(
    private readonly sample: Sample,
    private readonly names: readonly string[],
  ) {}

  values(field: Field): readonly string[] {
    return readColumn(this.sample, this.found.get(field) ?? null);
  }

  /** The columns left that are named like the field, best first. */
  private named(field: Field): readonly number[] {
    return this.free()
      .map((at) => ({ at, rank: rankName(field, this.names[at] ?? '') }))
      .filter((one): one is { at: number; rank: number } => one.rank !== null)
      .sort((a, b) => a.rank - b.rank)
      .map(({ at }) => at);
  }

  private free(): readonly number[] {
    const taken = new Set(this.found.values());
    return this.names.map((_, at) => at).filter((at) => !taken.has(at));
  }

  private take(field: Field, at: number | undefined): void {
    if (at !== undefined) this.found.set(field, at);
  }

  private takeNamed(field: Field, fits: (texts: readonly string[]) => boolean = () => true): void {
    this.take(
      field,
      this.named(field).find((at) => fits(readColumn(this.sample, at))),
    );
  }

  private takeTime(): void {
    const readable = (at: number) => detectTimeForm(readColumn(this.sample, at)) !== null;
    const named = this.named('event_time').find(readable);
    // without a name to go by, ten digits are more likely an id than a time, unless they rise from row to row
    const other = this.free().find((at) => {
      const texts = readColumn(this.sample, at);
      return readable(at) && (isRisingEpoch(texts) || !texts.every((text) => /^\d+$/.test(text)));
    });
    this.take('event_time', named ?? other);
  }

  private takeType(): void {
    const known = (at: number) => share(readColumn(this.sample, at), isKnownWord);
    const isShort = (at: number) => new Set(readColumn(this.sample, at)).size <= maximumWords;
    const named = this.named('event_type').filter(isShort);
    const best = [...named].sort((a, b) => known(b) - known(a))[0];
    const other = this.free().find((at) => isShort(at) && known(at) >= 0.5);
    this.take('event_type', best !== undefined && known(best) > 0 ? best : (other ?? best));
  }

  /** Fills in what can be found: what names tell surely before what could be either. */
  search(): void {
    this.takeTime();
    this.takeType();
    for (const field of ['product_id', 'user_id', 'user_session', 'category_id', 'brand'] as const)
      this.takeNamed(field);
    this.takeNamed('price', (texts) => share(texts, isPrice) >= 0.8);
    // prices that cannot be read are rejects, which are told; without the column nobody would know of them
    if (!this.found.has('price')) this.takeNamed('price', (texts) => share(texts, isWrittenMoney) >= 0.8);
    this.takeNamed('category_code');
    const category = this.found.get('category_code');
    if (category === undefined || this.found.has('category_id')) return;
    if (share(this.values('category_code'), isWholeNumber) < 0.8) return;
    this.found.delete('category_code');
    this.found.set('category_id', category);
  }

  get isEmpty(): boolean {
    return !this.found.has('event_time') && !this.found.has('event_type');
  }

  /** A column by its name, or by its position where it has none or shares it. */
  place(field: Field, hasHeader: boolean): string | number | undefined {
    const at = this.found.get(field);
    if (at === undefined) return undefined;
    const name = this.names[at]?.trim() ?? '';
    const isAlone = this.names.filter((other) => other.trim().toLowerCase() === name.toLowerCase()).length === 1;
    return hasHeader && name !== '' && isAlone ? name : at + 1;
  }
}

function guessWords(texts: readonly string[]): FileLayout['words'] {
  const words = [...new Set(texts.map(normalWord))].sort();
  return Object.fromEntries(
    words.flatMap((word) => {
      const meaning = guessPhrase(word);
      return meaning === null ? [] : [[word, meaning] as const];
    }),
  );
}

const bareName = (fileName: string) =>
  fileName.replace(/(\.(csv|tsv|txt|ndjson|jsonl|json|parquet|gz|zip))+$/i, '').slice(0, 80);

/**
 * Null where neither times nor event types are found. A needed field that is not found stands under its own name, so
 * that the fit's problem names it.
 */
export function proposeLayout(sample: Sample): Recognised | null {
  const hasHeader = !sample.isFirstRecord || !sample.names.some((text) => detectTimeForm([text]) !== null);
  const names = hasHeader ? sample.names : sample.names.map(() => '');
  const whole = hasHeader ? sample : { ...sample, rows: [sample.names, ...sample.rows] };
  const proposal = new Proposal(whole, names);
  proposal.search();
  if (proposal.isEmpty) return null;
  const place = (field: Field) => proposal.place(field, hasHeader);
  const written: WrittenLayout = {
    name: bareName(sample.fileName) || 'Layout',
    format: sample.format,
    ...sample.signs,
    header: hasHeader ? (sample.isFirstRecord ? 'yes' : 'auto') : 'no',
    encoding: sample.encoding,
    decimal: detectDecimal(proposal.values('price')),
    columns: {
      event_time: place('event_time') ?? 'event_time',
      event_type: place('event_type') ?? 'event_type',
      product_id: place('product_id') ?? 'product_id',
      category_id: place('category_id'),
      category_code: place('category_code'),
      brand: place('brand'),
      price: place('price'),
      user_id: place('user_id') ?? 'user_id',
      user_session: place('user_session'),
    },
    time: { form: detectTimeForm(proposal.values('event_time')) ?? 'text' },
    words: guessWords(proposal.values('event_type')),
    ids: 'text',
  };
  const layout = withoutUndefined(fileLayout.parse(written));
  return { layout, fit: sample.isFirstRecord ? fitCsv(layout, sample.names) : fitColumns(layout, sample.names, true) };
}

/** Columns that are absent are left out, so that a layout is the same after it has been written and read. */
function withoutUndefined(layout: FileLayout): FileLayout {
  const entries = Object.entries(layout.columns).filter(([, place]) => place !== undefined);
  return { ...layout, columns: Object.fromEntries(entries) as FileLayout['columns'] };
}
