import { describe, expect, it } from 'vitest';
import { fileLayout, type WrittenLayout } from '../../preload/contract.js';
import type { FileInspection } from '../../preload/shapes.js';
import {
  chosenKey,
  draftFor,
  fillDraft,
  finishDraft,
  fitDraft,
  formOf,
  listColumns,
  meaningOf,
  missingNeeded,
  placeColumns,
  readLayout,
  setColumn,
  setWord,
  startDraft,
  writeLayout,
} from './layout-draft.js';

const written: WrittenLayout = {
  name: 'A shop',
  columns: { event_time: ['when', 'Quando'], event_type: 'what', product_id: 'sku', user_id: 'who', brand: 'maker' },
  words: { Compra: 'purchase' },
};
const layout = fileLayout.parse(written);

function inspect(names: readonly string[], changes: Partial<FileInspection> = {}): FileInspection {
  return {
    path: '/data/a.csv',
    name: 'a.csv',
    timesNamed: 1,
    kind: 'csv',
    sizeBytes: 1,
    hasHeader: true,
    columns: names.map((name) => ({ name, field: null })),
    missingFields: [],
    layout,
    layoutFrom: 'proposed',
    preview: [],
    problem: null,
    ...changes,
  };
}

const file = inspect([' quando ', 'what', 'sku', 'WHO', 'size', 'Size']);
const choices = listColumns(file);

describe('the columns of a file', () => {
  it('are known by their names, or by their places where there is no name of their own', () => {
    expect(choices.map(({ label }) => label)).toEqual([
      'quando',
      'what',
      'sku',
      'WHO',
      'size (column 5)',
      'Size (column 6)',
    ]);
    expect(choices.map(({ column }) => column)).toEqual(['quando', 'what', 'sku', 'WHO', 5, 6]);
    const places = listColumns(inspect(['x', 'y'], { hasHeader: false }));
    expect(places.map(({ column }) => column)).toEqual([1, 2]);
    const keys = listColumns(inspect(['user.id'], { hasHeader: false, kind: 'ndjson' }));
    expect(keys.map(({ column }) => column)).toEqual(['user.id']);
  });

  it('are found by any of the names that the layout has, without case', () => {
    expect(chosenKey(layout, 'event_time', choices)).toBe('1');
    expect(chosenKey(layout, 'user_id', choices)).toBe('4');
    expect(chosenKey({ ...layout, columns: { brand: 6 } }, 'brand', choices)).toBe('6');
    expect(chosenKey(layout, 'brand', choices)).toBeNull();
  });

  it('fill one field each', () => {
    const [, what] = choices;
    const moved = setColumn(layout, 'product_id', what ?? null);
    expect(moved.columns.product_id).toBe('what');
    expect(missingNeeded(moved, choices)).toEqual(['event_type']);
    expect(finishDraft(moved)).toBeNull();
  });

  it('keep their places where the first line is no header', () => {
    expect(placeColumns(layout, choices).columns).toEqual({ event_time: 1, event_type: 2, product_id: 3, user_id: 4 });
  });

  it('that are in no file are absent', () => {
    const fitting = fitDraft({ ...layout, required: ['brand'] }, choices);
    expect(fitting.columns.brand).toBeUndefined();
    expect(fitting.required).toEqual([]);
    expect(finishDraft(fitting)?.columns.event_time).toEqual(['when', 'Quando']);
  });
});

describe('the words', () => {
  it('are the same whatever their case', () => {
    expect(meaningOf(layout, ' COMPRA ')).toBe('purchase');
    const changed = setWord(layout, 'compra', 'cart');
    expect(changed.words).toEqual({ compra: 'cart' });
    expect(setWord(changed, 'COMPRA', null).words).toEqual({});
  });
});

describe('a draft', () => {
  it('says whether there is a header where that was guessed', () => {
    expect(startDraft(file).header).toBe('yes');
    expect(startDraft({ ...file, hasHeader: false }).header).toBe('no');
    expect(startDraft({ ...file, layoutFrom: 'recognised' }).header).toBe('auto');
  });

  it('begins empty where nothing could be proposed', () => {
    const draft = startDraft({ ...file, layout: null, layoutFrom: null });
    expect(missingNeeded(draft, choices)).toHaveLength(4);
    expect(fillDraft(draft)).not.toBeNull();
  });

  it('is needed for a proposal, and where no file can be loaded', () => {
    const known = inspect(['a'], { layoutFrom: 'recognised' });
    const broken = inspect(['a'], { layoutFrom: null, layout: null, problem: 'No.' });
    expect(draftFor([known])).toBeNull();
    expect(draftFor([known, broken])).toBeNull();
    expect(draftFor([broken])).not.toBeNull();
    expect(draftFor([known, file])).not.toBeNull();
    expect(draftFor([{ ...broken, columns: [] }])).toBeNull();
  });

  it('asks for the columns anew only where the file is read in another way', () => {
    const draft = startDraft(file);
    expect(formOf(setColumn(draft, 'brand', null))).toBe(formOf(draft));
    expect(formOf({ ...draft, delimiter: ';' })).not.toBe(formOf(draft));
    expect(fillDraft(setColumn(draft, 'brand', null))).toEqual(fillDraft(draft));
    for (const form of ['%Q', 'not yet a pattern'])
      expect(fillDraft({ ...draft, time: { form, zone: 'Asia/Tokyo' } })).toEqual(fillDraft(draft));
  });
});

describe('a saved mapping', () => {
  it('comes back as it was', () => {
    expect(readLayout(writeLayout(layout))).toEqual(layout);
  });

  it('that does not fit says where', () => {
    expect(() => readLayout('{')).toThrow('The file is no JSON.');
    expect(() => readLayout(JSON.stringify({ ...written, words: { buy: 'bought' } }))).toThrow(/words\.buy/);
    expect(() => readLayout(JSON.stringify({ ...written, colour: 1 }))).toThrow(/colour/);
  });
});
