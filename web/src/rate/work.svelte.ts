// Work: a rater's items, the one that is open, and what goes to the server. Scoring never waits for
// the network: texts come ahead of time, and scores leave by the outbox.
import { Refusal } from '../app/api';
import type { Note } from '../types';
import { api, type ItemAnswer, type ItemState, type Says, type Score, type SentEvent, type WorkAnswer } from './api';
import { new_id, Outbox, type Waiting } from './outbox';

const kAhead = 24;  // items whose texts are fetched before they are wanted
const kMostKept = 400;
const kMostSent = 50;
const kIdle = 120_000;  // nobody reads one text for longer without touching anything
const kWaits = [1000, 2000, 4000, 8000, 15000];

export type Link = 'saved' | 'sending' | 'offline' | 'locked' | 'full';
export interface Notice {
  kind: 'replaced' | 'elsewhere' | 'incomplete' | 'undone' | 'nothing' | 'refused' | 'unkept';
  position?: number;
  dimension?: string;
  before?: Says;
  item?: string;
}
interface Step {
  item: string;
  event: string;
  before: Says | null;
  entered: Says;
}

const blank = (): Says => ({ scores: {}, tags: '', comment: '' });
const copy = (says: Says): Says => ({ scores: { ...says.scores }, tags: says.tags, comment: says.comment });
export const same = (a: Says | null, b: Says | null) =>
  JSON.stringify(a && [Object.entries(a.scores).sort(), a.tags, a.comment]) === JSON.stringify(b && [Object.entries(b.scores).sort(), b.tags, b.comment]);

export class Work {
  readonly answer: WorkAnswer;
  readonly outbox: Outbox;
  readonly keys: string[];
  readonly position = new Map<string, number>();
  private readonly states: ItemState[];
  private readonly texts = new Map<string, ItemAnswer>();
  private readonly fetching = new Set<string>();
  private readonly steps: Step[] = [];
  private readonly channel: BroadcastChannel | null;
  private timer = 0;
  private tries = 0;
  private busy = false;
  private touched = 0;
  private spent = 0;

  at = $state(0);  // position of the open item
  item = $state.raw<ItemAnswer | null>(null);  // null: its texts are on their way
  draft = $state<Says>(blank());
  active = $state(0);  // dimension
  done = $state(0);  // items that are finished
  changes = $state(0);  // grows when any state changes
  waiting = $state(0);
  refused = $state(0);
  link = $state<Link>('saved');
  saved = $state('');  // when the server last took something
  problem = $state.raw<Note | null>(null);
  notice = $state.raw<Notice | null>(null);
  undoable = $state(0);

  constructor(answer: WorkAnswer) {
    this.answer = answer;
    this.keys = answer.items.map(([key]) => key);
    this.states = answer.items.map(([, state]) => state);
    this.keys.forEach((key, i) => this.position.set(key, i));
    // The first key tells this campaign from another of the same name.
    const place = `shijin-rate/${answer.campaign}/${answer.rater}/${[...this.keys].sort()[0] ?? ''}/`;
    this.outbox = new Outbox(place);
    for (const event of this.outbox.all()) this.mark(event.item, event.says);
    this.count();
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(place);
    if (this.channel) this.channel.onmessage = (message) => this.heard(message.data as { item: string; says: Says | null; revision: number });
    this.tally();
  }
  close(): void {
    this.channel?.close();
    clearTimeout(this.timer);
  }

  /** Whether the rater chooses between two texts, in place of scoring one. */
  get pairs(): boolean {
    return this.answer.mode === 'pairwise';
  }
  get total(): number {
    return this.keys.length;
  }
  get finished(): boolean {
    return this.done === this.total;
  }
  state_of(position: number): ItemState {
    void this.changes;
    return this.states[position] ?? 'open';
  }
  get complete(): boolean {
    return this.answer.dimensions.every((dimension) => this.draft.scores[dimension.key] !== undefined);
  }
  get changed(): boolean {
    return !same(this.draft, this.item?.says ?? blank());
  }

  /** Open an item; what was begun on it and not submitted is there again. */
  open(position: number): void {
    this.keep();
    this.at = Math.min(Math.max(position, 0), this.total - 1);
    const key = this.keys[this.at] ?? '';
    this.show(this.texts.get(key) ?? null);
    if (!this.item) void this.fetch(key);
    this.ahead();
  }
  private show(item: ItemAnswer | null): void {
    this.item = item;
    const begun = item && this.outbox.draft(item.item);
    this.draft = copy(begun ?? item?.says ?? blank());
    const first = this.answer.dimensions.findIndex((dimension) => this.draft.scores[dimension.key] === undefined);
    this.active = Math.max(first, 0);
    this.touched = performance.now();
    this.spent = 0;
  }
  /** The next item that is open, from a position on and around; -1 where there is none. */
  next_open(from: number): number {
    for (let step = 1; step <= this.total; ++step) {
      const position = (from + step) % this.total;
      if (this.states[position] === 'open' || this.states[position] === 'begun') return position;
    }
    return -1;
  }
  move(step: number): void {
    this.notice = null;
    const position = this.at + step;
    if (position >= 0 && position < this.total) this.open(position);
  }

  set(dimension: string, score: Score): void {
    this.touch();
    this.draft.scores[dimension] = score;
    if (this.notice?.kind === 'incomplete') this.notice = null;
    this.keep();
  }
  /** Score the dimension that is active, and go to the next. */
  score(score: Score): void {
    const dimension = this.answer.dimensions[this.active];
    if (!dimension || !this.item) return;
    this.set(dimension.key, score);
    if (this.active + 1 < this.answer.dimensions.length) ++this.active;
  }
  cannot(): void {
    for (const dimension of this.answer.dimensions) this.set(dimension.key, 'NA');
    this.active = this.answer.dimensions.length - 1;
  }
  get cannot_judge(): boolean {
    return this.answer.dimensions.every((dimension) => this.draft.scores[dimension.key] === 'NA');
  }
  /** Something was done: what passes without that is not counted as reading. */
  touch(): void {
    const now = performance.now();
    this.spent += Math.min(now - this.touched, kIdle);
    this.touched = now;
  }
  /** Keep what is begun, so that a reload does not lose it. */
  keep(): void {
    if (!this.item) return;
    const begun = this.changed ? $state.snapshot(this.draft) : null;
    this.outbox.keep_draft(this.item.item, begun);
  }

  submit(): void {
    if (!this.item) return;
    const missing = this.answer.dimensions.findIndex((dimension) => this.draft.scores[dimension.key] === undefined);
    if (missing >= 0) {
      this.active = missing;
      this.notice = { kind: 'incomplete', dimension: this.answer.dimensions[missing]?.key ?? '' };
      return;
    }
    this.notice = null;
    this.touch();
    const entered = copy($state.snapshot(this.draft));
    entered.comment = entered.comment.trim();
    entered.tags = entered.tags.trim();
    const before = this.item.says;
    if (!same(before, entered)) {
      const event = this.say(this.item, entered, Math.round(this.spent));
      this.steps.push({ item: this.item.item, event, before, entered });
      this.undoable = this.steps.length;
    } else {
      this.outbox.keep_draft(this.item.item, null);
    }
    const next = this.next_open(this.at);
    if (next >= 0) this.open(next);
    else this.show(this.texts.get(this.keys[this.at] ?? '') ?? null);
  }
  /** Take the last submission back, and go to its item. */
  undo(): void {
    const step = this.steps.pop();
    this.undoable = this.steps.length;
    if (!step) {
      this.notice = { kind: 'nothing' };
      return;
    }
    this.keep();
    const item = this.texts.get(step.item);
    if (!item) return;
    this.say(item, step.before, 0);
    // What was entered stands there again to be put right, where nothing else comes back.
    if (step.before === null) this.outbox.keep_draft(step.item, step.entered);
    const position = this.position.get(step.item) ?? 0;
    this.item = null;
    this.open(position);
    this.active = 0;
    this.notice = { kind: 'undone', position };
  }
  /** Bring back what a submission from here replaced. */
  bring_back(item: string, before: Says): void {
    const known = this.texts.get(item);
    if (!known) return;
    this.say(known, before, 0);
    this.notice = null;
    if (this.item?.item === item) {
      this.item = null;
      this.open(this.position.get(item) ?? 0);
    }
  }

  // Say something of an item: shown at once, sent when it can be.
  private say(item: ItemAnswer, says: Says | null, milliseconds: number): string {
    const event = this.outbox.put({ id: new_id(), item: item.item, revision: item.revision, time: new Date().toISOString(), milliseconds, says });
    this.outbox.keep_draft(item.item, null);
    this.know(item.item, says, item.revision);
    this.channel?.postMessage({ item: item.item, says, revision: item.revision });
    this.count();
    if (!this.outbox.keeps) this.notice = { kind: 'unkept' };
    this.send_soon(0);
    return event.id;
  }
  private know(key: string, says: Says | null, revision: number): void {
    const text = this.texts.get(key);
    if (text) this.texts.set(key, { ...text, says, revision });
    if (text && this.item?.item === key) this.item = { ...text, says, revision };
    this.mark(key, says);
    this.tally();
  }
  private mark(key: string, says: Says | null): void {
    const position = this.position.get(key);
    if (position === undefined) return;
    const nothing = says && Object.values(says.scores).every((score) => score === 'NA');
    this.states[position] = says === null ? 'open' : nothing ? 'cannot' : 'done';
  }
  private tally(): void {
    this.done = this.states.reduce((sum, state) => sum + (state === 'done' || state === 'cannot' ? 1 : 0), 0);
    ++this.changes;
  }
  private count(): void {
    this.waiting = this.outbox.all().length;
    this.refused = this.outbox.refused().length;
  }
  // Another tab of this rater has said something.
  private heard(message: { item: string; says: Says | null; revision: number }): void {
    const open = this.item?.item === message.item;
    const begun = open && this.changed;
    this.know(message.item, message.says, message.revision);
    this.count();
    if (!open) return;
    if (!begun) this.draft = copy(message.says ?? blank());
    this.notice = { kind: 'elsewhere', position: this.at };
  }

  /** Send what is waiting, now or in a while. */
  send_soon(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), milliseconds);
  }
  private async send(): Promise<void> {
    if (this.busy) return this.send_soon(200);
    this.count();
    // Of one item only the first: the next stands upon what comes of it.
    const ids = new Set(this.outbox.all().map((event) => event.id));
    const events = this.outbox.all().filter((event) => !ids.has(event.after)).slice(0, kMostSent);
    if (events.length === 0) {
      if (this.link !== 'locked') this.link = 'saved';
      return;
    }
    this.busy = true;
    if (this.link === 'saved') this.link = 'sending';
    try {
      const sent = events.map(({ id, item, revision, time, milliseconds, says }): SentEvent => ({ id, item, revision, time, milliseconds, says }));
      const { answers } = await api.send(sent);
      this.tries = 0;
      this.problem = null;
      for (const answer of answers) this.answered(events, answer);
      this.count();
      this.link = this.problem ? 'full' : this.waiting > 0 ? 'sending' : 'saved';
      if (this.problem) this.later();
      else if (this.waiting > 0) this.send_soon(0);
      if (!this.problem) this.saved = new Date().toTimeString().slice(0, 8);
      this.ahead();
    } catch (error) {
      const status = error instanceof Refusal ? error.status : 0;
      this.problem = error instanceof Refusal ? error.note : null;
      this.link = status === 401 ? 'locked' : this.problem ? 'full' : 'offline';
      this.later();
    } finally {
      this.busy = false;
    }
  }
  private later(): void {
    this.send_soon(kWaits[Math.min(this.tries++, kWaits.length - 1)] ?? 1000);
  }
  private answered(events: Waiting[], answer: { id: string; item: string; refused?: string; failed?: Note; revision?: number; repeated?: boolean; replaced?: Says | null }): void {
    const event = events.find((one) => one.id === answer.id);
    if (!event) return;
    if (answer.failed) {
      this.problem = answer.failed;
      return;
    }
    if (answer.refused) {
      this.outbox.refuse(event, answer.refused);
      this.notice = { kind: 'refused', position: this.position.get(event.item) ?? 0 };
      return;
    }
    const revision = answer.revision ?? event.revision;
    this.outbox.done(event.id, revision);
    const text = this.texts.get(event.item);
    if (text) this.texts.set(event.item, { ...text, revision });
    if (this.item?.item === event.item) this.item = { ...this.item, revision };
    this.channel?.postMessage({ item: event.item, says: text ? text.says : event.says, revision });
    if (!answer.replaced) return;
    const step = this.steps.find((one) => one.event === event.id);
    if (step) step.before = answer.replaced;
    this.notice = { kind: 'replaced', position: this.position.get(event.item) ?? 0, before: answer.replaced, item: event.item };
  }

  // Fetch the texts of the open item and of those that come next.
  private ahead(): void {
    let wanted = 0;
    for (let position = this.at, n = 0; n < kAhead; ++n) {
      position = this.next_open(position);
      if (position < 0) break;
      const key = this.keys[position] ?? '';
      if (this.texts.has(key) || this.fetching.has(key)) continue;
      if (this.fetching.size >= 2 || ++wanted > 2) return;
      void this.fetch(key);
    }
    for (const position of [this.at + 1, this.at - 1]) {
      const key = this.keys[position];
      if (key && !this.texts.has(key) && !this.fetching.has(key) && this.fetching.size < 2) void this.fetch(key);
    }
  }
  private async fetch(key: string): Promise<void> {
    if (this.fetching.has(key)) return;
    this.fetching.add(key);
    try {
      const text = await api.item(key);
      // What is still waiting is newer than what the server knows.
      const last = this.outbox.all().filter((event) => event.item === key).at(-1);
      this.texts.set(key, last ? { ...text, says: last.says } : text);
      if (this.texts.size > kMostKept) {
        const oldest = [...this.texts.keys()].find((one) => one !== this.keys[this.at] && !this.steps.some((step) => step.item === one));
        if (oldest) this.texts.delete(oldest);
      }
      if (this.keys[this.at] === key && !this.item) this.show(this.texts.get(key) ?? null);
      if (this.link === 'offline') this.send_soon(0);
      this.fetching.delete(key);
      this.ahead();
    } catch (error) {
      this.fetching.delete(key);
      const status = error instanceof Refusal ? error.status : 0;
      this.link = status === 401 ? 'locked' : 'offline';
      if (this.keys[this.at] === key && !this.item) window.setTimeout(() => this.keys[this.at] === key && !this.item && void this.fetch(key), 1500);
      if (this.waiting === 0) this.send_soon(3000);
    }
  }
}
