// Numbers and texts as people read them. Nothing here computes a score.
export function number(value: number | null | undefined, decimals = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  // A perplexity may be anything: of a large one the first digits are what is known.
  if (Math.abs(value) >= 1e9) {
    const power = Math.floor(Math.log10(Math.abs(value)));
    const raised = String(power).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(digit)));
    return `${(value / 10 ** power).toFixed(2)}×10${raised}`.replace('-', '−');
  }
  if (Math.abs(value) >= 1e4) return Math.round(value).toLocaleString('en-US').replace('-', '−');
  return value.toFixed(decimals).replace(/^-(0(\.0+)?)$/, '$1').replace('-', '−');
}

/** Points that people gave, or their mean: 4, 3.5, 3.33. */
export function points(value: number): string {
  return number(value, 2).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

export function count(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : number(value, 1);
}

export function signed(value: number | null, decimals = 3): string {
  if (value === null) return '–';
  const text = number(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export function range(lo: number | null, hi: number | null, decimals = 3): string {
  if (lo === null && hi === null) return '';
  return `${number(lo, decimals)} – ${number(hi, decimals)}`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

export function pValue(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Show what a text would hide: control characters, and marks that turn the direction of reading. */
export function visible(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => (c === '\r' ? '' : String.fromCharCode(0x2400 + c.charCodeAt(0))))
    .replace(/[\u007f-\u009f]/g, (c) => `⟨${c.charCodeAt(0).toString(16).toUpperCase()}⟩`)
    .replace(BIDI, (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** The beginning of a text, cut between characters, with what it would hide made visible. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return visible(text);
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return visible(text.slice(0, end)) + '…';
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name or label inside a sentence of ours: it may not turn the words around it. */
export function shut_in(text: string): string {
  const shown = visible(text);
  return RIGHT_TO_LEFT.test(shown) ? `\u2068${shown}\u2069` : shown;
}
