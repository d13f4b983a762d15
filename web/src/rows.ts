// The rows that stand in the page, column by column, and which of them a filter leaves.
import type { Column, Embedded } from './types';
import type { Filter } from './state.svelte';

/** The label that stands for every prediction outside the labels. */
export const kOther = '\u0000';

/** What people gave a row overall, in columns beside the outputs. */
export const kPeople = 'rating:overall';

const kKnown = new Set(['id', 'row', 'input', 'output', 'reference', 'truth', 'predicted', 'found_by', 'log_prob', 'token_bytes']);

export class Rows {
  readonly count: number;
  readonly texts: number;
  readonly total: number;  // of the run, kept here or not
  private readonly columns = new Map<string, Column['values']>();
  /** Columns of scores, in the order of the result. */
  readonly scores: string[];
  readonly probabilities: string[];
  readonly has_input: boolean;
  /** What raters gave: "rating:dimension:rater". */
  readonly given: string[];

  constructor(from: NonNullable<Embedded['rows']>[number] | undefined) {
    this.count = from?.count ?? 0;
    this.texts = from?.texts ?? 0;
    this.total = from?.total ?? this.count;
    for (const column of from?.columns ?? []) this.columns.set(column.name, column.values);
    const inputs = this.columns.get('input');
    const outputs = this.columns.get('output');
    // Of a language model's texts the input may be the very text that is measured.
    this.has_input = inputs !== undefined && !(outputs && inputs.every((text, row) => text === outputs[row]));
    const names = [...this.columns.keys()].filter((name) => !kKnown.has(name));
    this.probabilities = names.filter((name) => name.startsWith('probability:'));
    this.given = names.filter((name) => /^rating:.*:/.test(name));
    this.scores = names.filter((name) => !name.startsWith('probability:') && !name.startsWith('rating:'));
  }

  has(name: string): boolean {
    return this.columns.has(name);
  }

  text(name: string, row: number): string | null {
    const value = this.columns.get(name)?.[row];
    if (value === null || value === undefined) return null;
    return Array.isArray(value) ? String(value[0] ?? '') : String(value);
  }

  texts_of(name: string, row: number): string[] {
    const value = this.columns.get(name)?.[row];
    if (value === null || value === undefined) return [];
    return Array.isArray(value) ? value.map(String) : [String(value)];
  }

  number(name: string, row: number): number | null {
    const value = this.columns.get(name)?.[row];
    return typeof value === 'number' ? value : null;
  }

  /** A list of numbers, as those of the tokens of a text. */
  numbers_of(name: string, row: number): number[] {
    const value: unknown = this.columns.get(name)?.[row];
    return Array.isArray(value) ? value.filter((one): one is number => typeof one === 'number') : [];
  }

  id(row: number): string {
    return this.text('id', row) ?? String(row + 1);  // left out where every id is the row's number
  }

  /** Whether the prediction is the truth; null where rows have neither. */
  correct(row: number): boolean | null {
    if (!this.has('truth')) return null;
    return this.text('truth', row) === this.text('predicted', row);
  }

  find(id: string): number | null {
    for (let row = 0; row < this.count; ++row) if (this.id(row) === id) return row;
    return null;
  }

  // Whether each row has the text somewhere. Labels are few and come often: each is looked at once.
  private holding(needle: string): (row: number) => boolean {
    const parts = ['input', 'output', 'reference', 'truth', 'predicted', 'id']
      .flatMap((name) => (this.columns.has(name) ? [{ name, values: this.columns.get(name) ?? [] }] : []));
    const seen = new Map<string, boolean>();
    const of = (name: string, text: string) => {
      if (name !== 'truth' && name !== 'predicted') return text.toLowerCase().includes(needle);
      const before = seen.get(text);
      if (before !== undefined) return before;
      const now = text.toLowerCase().includes(needle);
      seen.set(text, now);
      return now;
    };
    return (row) =>
      parts.some(({ name, values }) => {
        const value = values[row];
        if (typeof value === 'string') return of(name, value);
        return Array.isArray(value) && value.some((text) => typeof text === 'string' && of(name, text));
      }) || (!this.has('id') && this.id(row).includes(needle));
  }

  /** The rows that a filter leaves, in the order it asks for. `known` are the labels. */
  select(filter: Filter, known: readonly string[]): number[] {
    const labels = new Set(known);
    const ids = filter.ids ? new Set(filter.ids) : null;
    const { truth, predicted, correct, bin, sort } = filter;  // read once: each is watched
    const truths = this.columns.get('truth') ?? [];
    const said = this.columns.get('predicted') ?? [];
    const scores = bin ? (this.columns.get(bin.key) ?? []) : [];
    const needle = filter.text.trim().toLowerCase();
    const holds = this.holding(needle);
    const found: number[] = [];
    for (let row = 0; row < this.count; ++row) {
      if (truth !== null && truths[row] !== truth) continue;
      if (predicted !== null) {
        const label = said[row];
        // The empty label stands for every prediction that is none of the labels.
        if (predicted === kOther ? typeof label === 'string' && labels.has(label) : label !== predicted) continue;
      }
      if (correct !== '' && (!this.has('truth') || (truths[row] === said[row]) !== (correct === 'right'))) continue;
      if (bin) {
        const score = scores[row];
        if (typeof score !== 'number' || score < bin.low) continue;
        if (bin.last ? score > bin.high : score >= bin.high) continue;
      }
      if (ids && !ids.has(this.id(row))) continue;
      if (needle !== '' && !holds(row)) continue;
      found.push(row);
    }
    return sort === '' ? found : this.sorted(found, sort);
  }

  private sorted(found: number[], sort: string): number[] {
    const values = this.columns.get(sort.slice(1));
    if (!values) return found;
    const sign = sort.startsWith('-') ? -1 : 1;
    const of = (row: number) => {
      const value = values[row];
      return typeof value === 'number' ? value : null;
    };
    // Rows without a score come last either way; equal ones keep the order of the file.
    return found.sort((a, b) => {
      const x = of(a);
      const y = of(b);
      if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
      return (x - y) * sign || a - b;
    });
  }
}
