// What the reader chose: language, theme, and which rows to see. The rows live in rows.ts.
import { say, words, type WordKey } from './words';
import type { Language, Words } from './types';

export type Theme = 'system' | 'light' | 'dark';

export const kLanguages: [Language, string][] = [
  ['en', 'English'],
  ['zh-Hant', '繁體中文'],
  ['zh-Hans', '简体中文'],
];
export const kThemes: Theme[] = ['system', 'light', 'dark'];

export const view = $state<{ language: Language; theme: Theme; open: number | null }>({
  language: 'en',
  theme: 'system',
  open: null,
});

/** Which rows are shown; every part that is set narrows them. */
export interface Filter {
  truth: string | null;
  predicted: string | null;
  ids: string[] | null;
  because: string;  // what chose the ids, for people
  flip: { run: string; kind: 'lost' | 'gained' } | null;  // … where it was a change between runs
  correct: '' | 'right' | 'wrong';
  text: string;
  bin: { key: string; low: number; high: number; last: boolean } | null;
  sort: string;  // "" keeps the order; "+key" lowest first, "-key" highest first
}

export const kNoFilter: Filter = {
  truth: null,
  predicted: null,
  ids: null,
  because: '',
  flip: null,
  correct: '',
  text: '',
  bin: null,
  sort: '',
};

export const filter = $state<Filter>({ ...kNoFilter });

export const t = (key: WordKey, ...values: (string | number)[]) => say(view.language, key, ...values);
export const w = (sentence: Words | undefined) => words(view.language, sentence);

/** Put language and theme on the page itself. */
export function dress(): void {
  document.documentElement.lang = view.language;
  if (view.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = view.theme;
}

/** Narrow the rows to these and go to the table. */
export function show(part: Partial<Filter>): void {
  Object.assign(filter, kNoFilter, { sort: filter.sort }, part);
  requestAnimationFrame(() => document.getElementById('samples')?.scrollIntoView({ block: 'start' }));
}

/** Keep the choice in the page's address, so that it can be sent to others. */
export function toFragment(): string {
  const parts = new URLSearchParams();
  for (const key of ['truth', 'predicted', 'correct', 'text', 'sort'] as const) {
    const value = filter[key];
    if (value !== null && value !== '') parts.set(key, value);
  }
  if (filter.bin) parts.set('bin', JSON.stringify(filter.bin));
  return parts.toString();
}

export function fromFragment(fragment: string): void {
  const parts = new URLSearchParams(fragment);
  filter.truth = parts.get('truth');
  filter.predicted = parts.get('predicted');
  const correct = parts.get('correct');
  if (correct === 'right' || correct === 'wrong') filter.correct = correct;
  filter.text = parts.get('text') ?? '';
  filter.sort = parts.get('sort') ?? '';
  try {
    const bin = JSON.parse(parts.get('bin') ?? 'null') as Filter['bin'];
    if (bin && typeof bin.key === 'string' && Number.isFinite(bin.low) && Number.isFinite(bin.high)) filter.bin = bin;
  } catch {
    filter.bin = null;
  }
}
