// What the page asks of the server. The cookie goes along by itself; X-Shijin-As says for whom this
// page was opened, so that a link opened later in the same browser cannot answer for another person.
import { Refusal } from '../app/api';
import type { Language, Note, RunResult, Words } from '../types';

export type Score = number | 'NA';
export interface Says {
  scores: Record<string, Score>;
  tags: string;
  comment: string;
}
export type ItemState = 'open' | 'begun' | 'done' | 'cannot';

export interface Dimension {
  key: string;
  title: Words;
  veto: boolean;
  anchors: Words[];
}
export type Mode = 'scoring' | 'pairwise';
export interface WorkAnswer {
  version: string;
  language: Language;
  mode: Mode;
  campaign: string;
  rater: string;
  rubric: string;
  dimensions: Dimension[];
  tags: Words[];
  items: [string, ItemState][];
}
export interface ItemAnswer {
  item: string;
  input: string;
  output: string;
  other?: string;  // of a pair: the text on the right
  reference: string;
  revision: number;
  says: Says | null;
}
export interface SentEvent {
  id: string;
  item: string;
  revision: number;
  time: string;
  milliseconds: number;
  says: Says | null;
}
export interface EventAnswer {
  id: string;
  item: string;
  refused?: string;
  failed?: Note;
  revision?: number;
  repeated?: boolean;
  replaced?: Says | null;
}

export interface RaterLine {
  rater: string;
  items: number;  // that he is asked
  rated: number;
  begun: number;
  last: string;
  seconds: number | null;
  all_equal: number | null;
  against_others: number | null;
  far_from_others: number | null;
  common: number;
  questions: string[];
}
export interface Overview {
  version: string;
  language: Language;
  campaign: string;
  created: string;
  mode: Mode;
  rubric: string;
  items: number;
  runs: string[];
  dimensions: Dimension[];
  core: boolean;  // samples drawn by risk, to be judged whole
  raters: RaterLine[];
}
export interface Apart {
  item: string;
  dimension: string;
  run: string;
  sample: string;
  input: string;
  output: string;
  reference: string;
  other?: string;  // of a pair: the text on the right, and whose it is
  other_run?: string;
  split: boolean;
  worth: number;
  scores: [string, number][];
  settled: number | null;
  reason: string;
}
export interface CampaignRun {
  run: string;
  compliance: { items: number; share: number | null; upper: number | null; vetoed: { sample: string; vetoes: number; raters: number }[] };
  overall_without_veto: number | null;
  judge_whole: boolean;
  stopping: { decision: 'go-on' | 'above' | 'below'; bar: number; items: number; lo: number; hi: number } | null;
  result: RunResult | null;
}

export interface Rate {
  value: number;
  lo: number;
  hi: number;
  samples: number;
}
export interface Choices {
  count: number;
  pairs: { run: string; against: string; won: number; tied: number; lost: number; apart: number; settled: { won: number; tied: number; lost: number }; preferred: Rate | null; same_length: { value: number; lo: number; hi: number } | null }[];
  strength: { run: string; points: number; lo: number; hi: number }[];
  left: Rate | null;
}
export interface Results {
  runs: CampaignRun[];
  choices: Choices | null;
}

const kPatience = 20_000;

let as = '';
export const be = (who: string) => (as = who);

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  let answer: { error?: Note };
  try {
    response = await fetch(path, {
      method,
      headers: { 'X-Shijin': '1', 'X-Shijin-As': as, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
      redirect: 'error',
      signal: AbortSignal.timeout(kPatience),
    });
    answer = (await response.json()) as { error?: Note };
  } catch {
    throw new Refusal(0, null);
  }
  if (response.ok) return answer as T;
  throw new Refusal(response.status, answer.error?.found ? answer.error : null);
}

export const api = {
  session: (token: string) => ask<{ as: string }>('POST', '/api/session', { token }),
  work: () => ask<WorkAnswer>('GET', '/api/rate/work'),
  item: (key: string) => ask<ItemAnswer>('GET', `/api/rate/items/${key}`),
  send: (events: SentEvent[]) => ask<{ answers: EventAnswer[] }>('POST', '/api/rate/events', { events }),
  overview: () => ask<Overview>('GET', '/api/owner/overview'),
  results: () => ask<Results>('GET', '/api/owner/results'),
  disagreements: () => ask<{ disagreements: Apart[] }>('GET', '/api/owner/disagreements'),
  settle: (item: string, dimension: string, score: number, reason: string) =>
    ask<object>('POST', '/api/owner/settled', { item, dimension, score, reason }),
};
