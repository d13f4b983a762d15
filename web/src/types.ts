// The documents of docs/schema as the page reads them. Parts that an older or newer tool leaves out
// are optional: what is absent is not drawn.
export type Language = 'en' | 'zh-Hant' | 'zh-Hans';
export type Words = Partial<Record<Language, string>> | null;
export type Decision = 'pass' | 'fail' | 'undecided' | 'none';

export interface Metric {
  value: number | null;
  lo: number | null;
  hi: number | null;
  level: number | null;
  method: string | null;
  n: number;
  better: 'higher' | 'lower' | 'neither';
  low: number | null;
  high: number | null;
  signature: string;
  undefined: Words;
  no_interval?: Words;
  title?: Words;
  decimals?: number;
  flag?: Words;
  peer_line?: string | null;
}

export interface Mark {
  begin: number;
  end: number;
  text: string;
  tier: number;
  what: Words;
  exempt: Words;
}

export interface Example {
  id: string;
  row: number;
  input: string;
  output: string;
  reference: string;
  score: number | null;
  marks?: Mark[];
}

export interface Gate {
  gate: string;
  decision: Decision;
  value: number | null;
  lo: number | null;
  hi: number | null;
  needed_n: number | null;
  key?: string;
  comparison?: string;
  bar?: number;
  from_profile?: boolean;
  skipped?: boolean;
  reason?: Words;
  run?: string;
}

export interface Finding {
  name: string;
  severity: 'high' | 'medium' | 'low' | 'info';
  headline: Words;
  numbers?: Record<string, number>;
  because: string[];
  samples: string[];
  remedy: Words;
  examples?: Example[];
}

export interface Bin {
  low: number | null;
  high: number | null;
  count: number;
  mean: number | null;
  rate: number | null;
}

export interface Rung {
  key: string;
  tool: Words;
  counts: Words;
  also: Words;
  value: number | null;
  lo: number | null;
  hi: number | null;
  low: number;
  high: number;
  bar: number;
  clears: boolean | null;
  gate: string;
  undefined: Words;
}

export interface Note {
  name: string;
  severity: string;
  file: string;
  row: number;
  column: number;
  found: Words;
  expected: Words;
  help: Words;
  line: string;
}

export interface Verdict {
  decision: Decision;
  gates: Gate[];
  headline: Words;
  reason: Words;
  core_label?: string;
  primary_key?: string;
  enough?: boolean;
}

/** A metric held against what people gave the same rows. */
export interface Against {
  key: string;
  n: number;
  spearman: number | null;
  lo: number | null;
  hi: number | null;
  low: number;
  high: number;
  only_machine: string[];
  only_people: string[];
}

export interface Model {
  name: string;
  path: string;
  engine: string;
  architecture: string;
  parameters: number;
  weights: string;
  precision: string;
  digest: string;
  adapter: string;
  adapter_digest: string;
  window: number;
}

export interface RunResult {
  schema: string;
  version: string;
  task: string;
  profile?: string;
  run: { id: string; name: string; created: string; seed: number; command: string[] };
  data: {
    path: string;
    rows: number;
    used: number;
    skipped_count?: number;
    encoding: string;
    digest: string;
    roles: Record<string, string | string[]>;
    guessed?: string[];
    files?: { path: string; format: string; encoding: string; shape: string }[];
    thinking_stripped?: number;
  };
  metrics: Record<string, Metric>;
  panel?: string[];
  left_out?: { key: string; because: Words }[];
  labels?: { label: string; truth: number; predicted: number; hits: number; in_truth_set?: boolean }[];
  unparsed?: number;
  confusion?: { labels: string[]; counts: number[][]; has_other?: boolean };
  model?: Model | null;
  fluency_model?: Model | null;
  rated?: Record<string, unknown>;
  rated_against?: Against[];
  lengths?: { key: string; groups: { rows: number; shortest: number; longest: number; length: number; score: number; mean: number }[] };
  baselines?: Record<string, { name: string; label: string; value: number }[]>;
  costs?: Record<string, number>;
  positive?: string;
  curves?: { reliability?: { label: string; bins: Bin[] }[] };
  worst?: Record<string, Example[]>;
  ladder?: Rung[];
  slices?: Record<string, unknown>[];
  ratings?: Record<string, unknown>;
  verdict: Verdict;
  findings: Finding[];
  notes?: Note[];
  notes_counted?: { errors: number; warnings: number };
  [more: string]: unknown;
}

export interface Difference {
  run: string;
  base_value: number | null;
  value: number | null;
  difference: number | null;
  lo: number | null;
  hi: number | null;
  p: number | null;
  p_adjusted: number | null;
  test: string;
  differing: number;
  minimum_detectable: number | null;
  needed_n: number | null;
  decision: 'better' | 'worse' | 'no-difference' | 'undecided';
  untested: Words;
}

export interface Flips {
  run: string;
  metric: string;
  both_right: number;
  gained: number;
  lost: number;
  both_wrong: number;
  gained_ids: string[];
  lost_ids: string[];
}

export interface ComparisonResult {
  schema: string;
  version: string;
  task: string;
  profile?: string;
  seed: number;
  created: string;
  runs: { name: string; path: string; digest: string; rows: number; model?: Model | null }[];
  rows: number;
  joined_by: string;
  level: number;
  margin: number | null;
  primary: string;
  metrics: Record<string, Difference[]>;
  titles?: Record<string, { title: Words; decimals: number; better: 'higher' | 'lower' | 'neither' }>;
  flips: Flips[];
  slices?: { run: string; flip: 'lost' | 'gained'; conditions: { name?: string; value?: string; words?: Words }[]; n: number; flipped: number; rate: number | null; lo: number | null; hi: number | null; p_adjusted: number | null; ids: string[] }[];
  best: {
    metric: string;
    winner: string | null;
    possibly_best: string[];
    ruled_out: string[];
    debiased_score: number | null;
    ranks: { run: string; value: number; best: number; worst: number; leads: number }[];
  } | null;
  pareto: { metrics: string[]; front: string[] } | null;
  confusion_difference: { run: string; labels: string[]; counts: number[][]; has_other: boolean }[];
  config_difference: { run: string; setting: string; base: string; value: string }[];
  trend: Record<string, { run: string; value: number | null; lo: number | null; hi: number | null; best_so_far: string }[]>;
  verdict: { decision: Decision; gates: Gate[] };
  headline: Words;
  reason: Words;
  [more: string]: unknown;
}

/** One column of the embedded rows; `null` where a row has none or its text was left out. */
export interface Column {
  name: string;
  values: (string | number | string[] | number[] | null)[];
}

/** What `shijin` puts into the page. */
export interface Embedded {
  language: Language;
  result?: RunResult;
  comparison?: ComparisonResult;
  rows?: { run: string; total?: number; count: number; texts: number; columns: Column[] }[];
}
