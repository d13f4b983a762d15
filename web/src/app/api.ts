// What the page asks of the server, and what comes back. The cookie goes along by itself; nothing
// here knows the key for longer than it takes to exchange it.
import type { Embedded, Language, Note, Words } from '../types';

export interface RunLine {
  id: string;
  name: string;
  created: string;
  version: string;
  task: string;
  profile: string;
  path: string;
  test_set: string;
  rows: number;
  decision: 'pass' | 'fail' | 'undecided' | 'none';
  metric: string;
  value: number | null;
  lo: number | null;
  hi: number | null;
  decimals?: number;
}

export interface RunsAnswer {
  list: { store: string; runs: RunLine[] };
  problems: Note[];
}

export interface About {
  version: string;
  store: string;
  language: Language;
  most_file_bytes: number;
  encodings: string[];
  tasks: string[];
  roles: string[];
  formats: string[];
}

export interface Preview {
  import: string;
  name: string;
  run_name: string;
  format: string;
  encoding: string;
  columns: string[];
  sample: string[][];
  roles: { column: string; role: string; guessed: boolean }[];
  rows: number;
  problems: Note[];
  errors: number;
  warnings: number;
  ready: boolean;
}

export interface ImportAsked {
  encoding: string;
  task: string;
  name: string;
  map: [string, string][];
  gates: string[];
}

/** A dimension that comes along. */
export interface Dimension {
  key: string;
  title: Words;
  veto: boolean;
  anchors: Words[];
}
export interface CampaignLine {
  campaign: string;
  created: string;
  mode: 'scoring' | 'pairwise';
  items: number;
  runs: string[];
  raters: string[];
  open: boolean;
}
export interface CampaignsAnswer {
  rubric: Dimension[];
  campaigns: CampaignLine[];
}
export interface LinksAnswer {
  campaign: string;
  raters: { rater: string; link: string }[];
  owner: string;
}
/** A campaign as it is asked for. */
export interface Setup {
  name: string;
  runs: string[];
  files: [string, string][];
  mode: 'scoring' | 'pairwise';
  raters: string[];
  dimensions: ({ key: string } | { title: string; veto: boolean; anchors: string[] })[];
  sample: 'all' | 'uniform' | 'core';
  count: number;
  worst: number;
  repeats: number;
  gold: string;
  overlap: number;  // raters of each text; 0 has all
  seed: number;
}
/** What would be made of it; null where it cannot be. */
export interface SetupAnswer {
  campaign: string;
  ready: boolean;
  makes: {
    items: number;
    samples: number;
    samples_all: number;
    risk_metric: string;
    worst: number;
    repeats: number;
    gold: number;
    runs: string[];
    dimensions: Words[];
    raters: { rater: string; items: number }[];
  } | null;
  problems: Note[];
}

/** An answer that was none: its status (0 when the server is gone) and what it says of it. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly note: Note | null, readonly problems: Note[] = []) {
    super(note?.name ?? `status ${status}`);
  }
}

async function ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  let response: Response;
  try {
    const file = body instanceof Blob;
    response = await fetch(path, {
      method,
      headers: { 'X-Shijin': '1', ...(body === undefined || file ? {} : { 'Content-Type': 'application/json' }), ...headers },
      body: body === undefined ? null : file ? body : JSON.stringify(body),
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch {
    throw new Refusal(0, null);
  }
  const answer = (await response.json().catch(() => ({}))) as { error?: Note; problems?: Note[] };
  if (response.ok) return answer as T;
  throw new Refusal(response.status, answer.error?.found ? answer.error : null, answer.problems ?? []);
}

export const api = {
  session: (token: string) => ask<object>('POST', '/api/session', { token }),
  end_session: () => ask<object>('DELETE', '/api/session'),
  about: () => ask<About>('GET', '/api/about'),
  runs: () => ask<RunsAnswer>('GET', '/api/runs'),
  run: (id: string) => ask<Embedded>('GET', `/api/runs/${id}`),
  compare: (runs: string[]) => ask<Embedded>('POST', '/api/compare', { runs }),
  upload: (file: File) =>
    ask<Preview>('POST', '/api/imports', file, { 'Content-Type': 'application/octet-stream', 'X-Shijin-Name': encodeURIComponent(file.name) }),
  preview: (id: string, asked: ImportAsked) => ask<Preview>('POST', `/api/imports/${id}`, asked),
  run_file: (id: string, asked: ImportAsked) => ask<{ run: string }>('POST', `/api/imports/${id}/run`, asked),
  campaigns: () => ask<CampaignsAnswer>('GET', '/api/campaigns'),
  preview_campaign: (setup: Setup) => ask<SetupAnswer>('POST', '/api/campaigns/preview', setup),
  make_campaign: (setup: Setup) => ask<{ campaign: string }>('POST', '/api/campaigns', setup),
  open_campaign: (campaign: string) => ask<LinksAnswer>('POST', '/api/campaigns/open', { campaign }),
  drop_file: (id: string) => ask<object>('DELETE', `/api/imports/${id}`),
};
