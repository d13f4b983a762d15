// Outbox: what was scored and has not reached the server, in the browser's own storage. Each event
// is one entry under its own id, so that tabs never overwrite each other's; the server takes an id
// once, so that sending twice doubles nothing.
import type { Says, SentEvent } from './api';

export interface Waiting extends SentEvent {
  at: number;  // when it was made, for the order
  after: string;  // the event of the same item that was waiting before it, or ""
}

/** Random enough, and there without https too, as crypto.randomUUID is not. */
export function new_id(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Outbox {
  /** Whether the browser keeps what is put here; else it is lost with the tab. */
  keeps = true;
  private readonly memory = new Map<string, string>();
  private last = 0;

  constructor(private readonly place: string) {}

  put(event: Omit<Waiting, 'at' | 'after'>): Waiting {
    const before = this.all().filter((one) => one.item === event.item).at(-1);
    this.last = Math.max(Date.now(), this.last + 1);
    const waiting = { ...event, at: this.last, after: before?.id ?? '' };
    this.write(`e:${event.id}`, JSON.stringify(waiting));
    return waiting;
  }
  /** What is waiting, in the order in which it was made. */
  all(): Waiting[] {
    return this.read('e:').sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }
  /** The server has it; those that stand upon it know of it now. */
  done(id: string, revision: number): void {
    this.erase(`e:${id}`);
    for (const next of this.all()) {
      if (next.after === id) this.write(`e:${next.id}`, JSON.stringify({ ...next, revision, after: '' }));
    }
  }
  /** The server will never take it; it is kept aside. */
  refuse(event: Waiting, why: string): void {
    this.write(`r:${event.id}`, JSON.stringify({ ...event, why }));
    this.erase(`e:${event.id}`);
  }
  refused(): Waiting[] {
    return this.read('r:');
  }

  draft(item: string): Says | null {
    try {
      return JSON.parse(this.get(`d:${item}`) ?? 'null') as Says | null;
    } catch {
      return null;
    }
  }
  keep_draft(item: string, says: Says | null): void {
    if (says === null) this.erase(`d:${item}`);
    else this.write(`d:${item}`, JSON.stringify(says));
  }

  private read(kind: string): Waiting[] {
    const found: Waiting[] = [];
    for (const key of this.keys()) {
      if (!key.startsWith(this.place + kind)) continue;
      try {
        found.push(JSON.parse(this.get(key.slice(this.place.length)) ?? '') as Waiting);
      } catch {
        // another tab has just taken it away
      }
    }
    return found;
  }
  private keys(): string[] {
    const kept: string[] = [...this.memory.keys()];
    try {
      for (let i = 0; i < localStorage.length; ++i) kept.push(localStorage.key(i) ?? '');
    } catch {
      this.keeps = false;
    }
    return kept;
  }
  private get(name: string): string | null {
    const here = this.memory.get(this.place + name);
    if (here !== undefined) return here;
    try {
      return localStorage.getItem(this.place + name);
    } catch {
      return null;
    }
  }
  private write(name: string, text: string): void {
    try {
      localStorage.setItem(this.place + name, text);
      this.memory.delete(this.place + name);
    } catch {
      this.keeps = false;
      this.memory.set(this.place + name, text);
    }
  }
  private erase(name: string): void {
    this.memory.delete(this.place + name);
    try {
      localStorage.removeItem(this.place + name);
    } catch {
      this.keeps = false;
    }
  }
}
