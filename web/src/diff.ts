// Differences between two texts by characters, and which characters of one stand in n-grams of the
// other. Only for showing: every score comes from the tool.

export interface Piece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Longer texts are shown as they are: the table below would not fit. */
export const kDiffLimit = 3000;

/** The pieces that turn `from` into `to`: a longest common subsequence by characters. */
export function diff(from: string, to: string): Piece[] | null {
  const a = Array.from(from);
  const b = Array.from(to);
  if (a.length > kDiffLimit || b.length > kDiffLimit) return null;
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; --i) {
    for (let j = b.length - 1; j >= 0; --j) {
      lengths[i * width + j] =
        a[i] === b[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const pieces: Piece[] = [];
  const put = (kind: Piece['kind'], text: string) => {
    const last = pieces[pieces.length - 1];
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put('same', a[i] ?? '');
      ++i;
      ++j;
    } else if (j >= b.length || (i < a.length && (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      put('gone', a[i++] ?? '');
    } else {
      put('new', b[j++] ?? '');
    }
  }
  return pieces;
}

export interface Run {
  length: number;  // of the longest n-gram that covers it, 0 to 4
  text: string;
}

/** Cut `text` into runs by the longest n-gram (up to 4 characters) that `reference` has too. */
export function overlap(text: string, reference: string): Run[] | null {
  const characters = Array.from(text);
  const others = Array.from(reference);
  if (characters.length > 20 * kDiffLimit || others.length > 20 * kDiffLimit) return null;
  const covered = new Uint8Array(characters.length);
  for (let n = 1; n <= 4; ++n) {
    const known = new Set<string>();
    for (let i = 0; i + n <= others.length; ++i) known.add(others.slice(i, i + n).join(''));
    for (let i = 0; i + n <= characters.length; ++i) {
      if (known.has(characters.slice(i, i + n).join(''))) covered.fill(n, i, i + n);
    }
  }
  const runs: Run[] = [];
  characters.forEach((character, i) => {
    const length = /\s/.test(character) ? 0 : (covered[i] ?? 0);
    const last = runs[runs.length - 1];
    if (last?.length === length) last.text += character;
    else runs.push({ length, text: character });
  });
  return runs;
}
