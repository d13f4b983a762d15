// Runs over the same rows belong together: only those can be compared. Nothing is computed here but
// the order.
import type { RunLine } from './api';

export interface Group {
  key: string;  // "" of the runs that kept no rows
  rows: number;
  path: string;
  runs: RunLine[];  // oldest first
}

export const file_of = (path: string) => path.replace(/^.*[/\\]/, '');

/** Groups with the newest run first. */
export function groups_of(runs: RunLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const run of runs) {
    const group = groups.get(run.test_set) ?? { key: run.test_set, rows: run.rows, path: run.path, runs: [] };
    group.runs.push(run);
    groups.delete(run.test_set);  // put last again: its newest run is newer
    groups.set(run.test_set, group);
  }
  return [...groups.values()].reverse();
}

const kBase = /^(base|baseline|base[ _-]model|基準|基準模型|基准|基准模型|基座)$/i;

/** The same runs, with one that is named as the base in front. */
export function base_first(runs: RunLine[]): RunLine[] {
  const base = runs.find((run) => kBase.test(run.name.trim()));
  return base ? [base, ...runs.filter((run) => run !== base)] : runs;
}

/**
 * Every version of a group in the order in which their names came up, the newest run of each name,
 * `most` at most: the newest, and the base.
 */
export function rounds_of(group: Group, most = Infinity): RunLine[] {
  const rounds = new Map<string, RunLine>();
  for (const run of group.runs) rounds.set(run.name, run);
  const [first, ...others] = base_first([...rounds.values()]);
  if (!first || others.length < most) return first ? [first, ...others] : [];
  return kBase.test(first.name.trim()) ? [first, ...others.slice(1 - most)] : others.slice(-most);
}

/** The ends of a scale that holds all values and intervals, at tenths of what they span. */
export function scale_of(runs: RunLine[]): [number, number] {
  const values = runs.flatMap((run) => [run.value, run.lo, run.hi]).filter((value) => value !== null);
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Scores between 0 and 1 keep tenths: an interval that fills its scale would look like doubt.
  const step = Math.max(low >= 0 && high <= 1 ? 0.1 : 0, 10 ** Math.floor(Math.log10(Math.max(high - low, 1e-6))));
  return [Math.floor(low / step) * step, Math.ceil(high / step) * step];
}

/** Decimals for a value where the run does not tell them. */
export const decimals_of = (run: RunLine) => run.decimals ?? 3;
