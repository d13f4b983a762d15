// Counts over the rows at every threshold on the probability of one label.
import type { Rows } from './rows';

export interface Step {
  threshold: number;  // a row is said to be of the label from this probability on
  found: number;
  missed: number;
  alarms: number;
}

export interface Sweep {
  rows: number;
  positives: number;
  steps: Step[];  // from the highest threshold down
}

function pairs(rows: Rows, label: string): { p: number; is: boolean }[] {
  const all: { p: number; is: boolean }[] = [];
  for (let row = 0; row < rows.count; ++row) {
    const p = rows.number(`probability:${label}`, row);
    const truth = rows.text('truth', row);
    if (p !== null && truth !== null) all.push({ p, is: truth === label });
  }
  return all.sort((a, b) => b.p - a.p);
}

export function sweep(rows: Rows, label: string): Sweep {
  const sorted = pairs(rows, label);
  const positives = sorted.filter((pair) => pair.is).length;
  const steps: Step[] = [{ threshold: 1, found: 0, missed: positives, alarms: 0 }];
  let found = 0;
  let alarms = 0;
  sorted.forEach((pair, i) => {
    if (pair.is) ++found;
    else ++alarms;
    if (sorted[i + 1]?.p === pair.p) return;
    const step = { threshold: pair.p, found, missed: positives - found, alarms };
    if (steps.length === 1 && pair.p >= 1) steps[0] = step;
    else steps.push(step);
  });
  steps.push({ threshold: 0, found, missed: positives - found, alarms });
  return { rows: sorted.length, positives, steps };
}

/** What the threshold `at` finds, misses and raises falsely. */
export function counts(all: Sweep, at: number): Step & { rows: number } {
  let best = all.steps[0] ?? { threshold: 1, found: 0, missed: all.positives, alarms: 0 };
  if (best.threshold < at) best = { threshold: at, found: 0, missed: all.positives, alarms: 0 };
  for (const step of all.steps) if (step.threshold >= at) best = step;
  return { ...best, rows: all.rows };
}

/** The threshold with the least cost; of equal ones the one nearest to a half. */
export function cheapest(all: Sweep, miss: number, alarm: number): Step {
  let best = all.steps[0] as Step;
  const cost = (step: Step) => step.missed * miss + step.alarms * alarm;
  for (const step of all.steps) {
    const less = cost(step) - cost(best);
    if (less < 0 || (less === 0 && Math.abs(step.threshold - 0.5) < Math.abs(best.threshold - 0.5))) best = step;
  }
  return best;
}

/** Ten groups of equal size by probability: what was said, and how often it was so. */
export function groups(rows: Rows, label: string): { said: number; real: number; count: number }[] {
  const sorted = pairs(rows, label).reverse();
  const size = sorted.length;
  const count = Math.min(10, size);
  return Array.from({ length: count }, (_, i) => {
    const part = sorted.slice(Math.floor((i * size) / count), Math.floor(((i + 1) * size) / count));
    const of = (value: (pair: { p: number; is: boolean }) => number) => part.reduce((sum, pair) => sum + value(pair), 0) / part.length;
    return { said: of((pair) => pair.p), real: of((pair) => (pair.is ? 1 : 0)), count: part.length };
  });
}
