// What a language model gave each part of a text: its tokens put together to whole characters.
// Nothing is scored here; the log-probabilities are the tool's.
import type { Rows } from './rows';

export interface Part {
  text: string;  // "" of the end of the text
  log_prob: number;  // of all its tokens
  level: number;  // 0 likely … 4 less than 1 in 1,000
}

const kMostTokens = 20_000;

const level_of = (log_prob: number) => {
  const level = [0.5, 0.1, 0.01, 0.001].findIndex((least) => log_prob >= Math.log(least));
  return level < 0 ? 4 : level;
};

/** The parts of a text, or null where the tokens are not those of this text. */
export function parts_of(text: string, log_probs: number[], bytes: number[]): Part[] | null {
  if (log_probs.length === 0 || log_probs.length !== bytes.length || log_probs.length > kMostTokens) return null;
  const coded = new TextEncoder().encode(text);
  if (bytes.reduce((sum, size) => sum + size, 0) !== coded.length) return null;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: Part[] = [];
  let begin = 0;
  let end = 0;
  let sum = 0;
  log_probs.forEach((log_prob, i) => {
    end += bytes[i] ?? 0;
    sum += log_prob;
    const inside = ((coded[end] ?? 0) & 0xc0) === 0x80;  // a character goes on
    const open = bytes[i] === 0 && end < coded.length;  // belongs to what comes next
    if (inside || open) return;
    parts.push({ text: decoder.decode(coded.subarray(begin, end)), log_prob: sum, level: level_of(sum) });
    begin = end;
    sum = 0;
  });
  return parts;
}

/** Which text of the rows the tokens are those of. */
export function measured_text(task: string, roles: Record<string, unknown>): 'output' | 'reference' {
  return task !== 'lm' && 'log_prob:answer' in roles ? 'reference' : 'output';
}

export interface Measured {
  text: string;
  parts: Part[];
}

/** The measured text of a row with its parts, or null where the page does not have them. */
export function measured(rows: Rows, row: number, of: 'output' | 'reference'): Measured | null {
  const text = rows.text(of, row);
  if (text === null || !rows.has('log_prob')) return null;
  const parts = parts_of(text, rows.numbers_of('log_prob', row), rows.numbers_of('token_bytes', row));
  return parts ? { text, parts } : null;
}

/** "3,000" of 1 in 3,000. */
export const odds_of = (log_prob: number) => {
  const odds = Math.exp(Math.min(-log_prob, 34));
  return odds < 10 ? odds.toFixed(1) : Math.round(odds).toLocaleString('en-US');
};
