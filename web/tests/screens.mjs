// Screenshots beside those that a person looked at and approved (tests/screenshots), compared by what
// the eye would see: the mean colour of blocks of 8 × 8 pixels at half size. Edges of letters may
// fall otherwise on another machine; a part that moved, or is gone, may not.
// SHIJIN_ACCEPT=1 (npm run accept) writes them anew: look at each before you commit it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const approved = join(here, 'screenshots');
const accept = process.env.SHIJIN_ACCEPT === '1';
export const kBlock = 8;
export const kTolerance = { channel: 26, share: 0.002, height: 2 };

// What draws the pictures: with another browser or other fonts lines break elsewhere.
function drawn_with() {
  const ask = (program, ...words) => execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const font = (pattern) => ask('fc-match', '-f', '%{file}', pattern).split('/').at(-1);
  return {
    chromium: Number(/\d+/.exec(ask('/usr/bin/chromium', '--version'))[0]),
    fonts: Object.fromEntries(['sans-serif', 'monospace', 'sans-serif:lang=zh-tw', 'sans-serif:lang=zh-cn'].map((pattern) => [pattern, font(pattern)])),
  };
}
const drawing = join(approved, 'drawn_with.json');
if (accept) writeFileSync(drawing, `${JSON.stringify(drawn_with(), null, 2)}\n`);

/** Why pictures cannot be compared here, or false: they were approved from another browser or fonts. */
export const unlike = (() => {
  const [here_now, then] = [JSON.stringify(drawn_with()), JSON.stringify(JSON.parse(readFileSync(drawing, 'utf8')))];
  return here_now === then ? false : `drawn with ${here_now}, approved with ${then}: look at them, then npm run accept`;
})();

/** A context whose pages look the same on every machine: half size, nothing moves. */
export const kStill = { deviceScaleFactor: 0.5, reducedMotion: 'reduce', locale: 'en-US', timezoneId: 'UTC' };

/** What differs from run to run: days, times, ids of runs, digests of files that hold such ids. */
export async function settle(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data
        .replace(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g, '2026-01-02T03:04:05Z')
        .replace(/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/g, (found) => (found.length > 10 ? '2026-01-02 03:04' : '2026-01-02'))
        .replace(/^[0-9a-z]{10}$/g, '0000000000')
        .replace(/[0-9a-f]{32}/g, '0'.repeat(32));
      if (text !== node.data) node.data = text;
    }
  });
}

/** How much of two pictures (PNG) differs: the share of blocks, and the first of them. */
export async function compared(browser, one, other) {
  const page = await browser.newPage();
  const answer = await page.evaluate(async ({ pictures, block, channel }) => {
    const [a, b] = await Promise.all(pictures.map(async (bytes) => {
      const image = new Image();
      image.src = `data:image/png;base64,${bytes}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext('2d');
      pen.drawImage(image, 0, 0);
      return pen.getImageData(0, 0, image.width, image.height);
    }));
    const width = Math.min(a.width, b.width);
    const height = Math.min(a.height, b.height);
    const mean = (picture, left, top) => {
      const sum = [0, 0, 0];
      let count = 0;
      for (let y = top; y < Math.min(top + block, height); ++y) {
        for (let x = left; x < Math.min(left + block, width); ++x, ++count) {
          for (let c = 0; c < 3; ++c) sum[c] += picture.data[(y * picture.width + x) * 4 + c];
        }
      }
      return sum.map((value) => value / count);
    };
    const differing = [];
    let blocks = 0;
    for (let top = 0; top < height; top += block) {
      for (let left = 0; left < width; left += block, ++blocks) {
        const [p, q] = [mean(a, left, top), mean(b, left, top)];
        if (p.some((value, c) => Math.abs(value - q[c]) > channel)) differing.push([left, top]);
      }
    }
    return { sizes: [[a.width, a.height], [b.width, b.height]], share: differing.length / blocks, first: differing[0] ?? null };
  }, { pictures: [one, other].map((bytes) => bytes.toString('base64')), block: kBlock, channel: kTolerance.channel });
  await page.close();
  return answer;
}

export const same = ({ sizes: [[w, h], [v, k]], share }) => w === v && Math.abs(h - k) <= kTolerance.height && share <= kTolerance.share;

// A picture of a page has few colours: with a palette of the 256 commonest it is a third as large.
async function small(browser, picture) {
  const page = await browser.newPage();
  const { width, height, colours, places } = await page.evaluate(async (bytes) => {
    const image = new Image();
    image.src = `data:image/png;base64,${bytes}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    const data = pen.getImageData(0, 0, image.width, image.height).data;
    const of = (i) => (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    const times = new Map();
    for (let i = 0; i < data.length; i += 4) times.set(of(i), (times.get(of(i)) ?? 0) + 1);
    // The commonest as they are; of the others one for each shade, so that no hue gets lost.
    const common = [...times].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
    const shades = new Map();
    for (const colour of common.slice(128)) {
      const shade = (colour >> 4) & 0x0f0f0f;
      const known = shades.get(shade) ?? { colour, times: 0 };
      shades.set(shade, { ...known, times: known.times + times.get(colour) });
    }
    const rare = [...shades.values()].sort((a, b) => b.times - a.times).slice(0, 128).map(({ colour }) => colour);
    const colours = [...common.slice(0, 128), ...rare];
    const place = new Map(colours.map((colour, at) => [colour, at]));
    const far = (a, b) => [16, 8, 0].reduce((sum, bits) => sum + (((a >> bits) & 255) - ((b >> bits) & 255)) ** 2, 0);
    for (const colour of times.keys()) {
      if (!place.has(colour)) place.set(colour, colours.reduce((best, other, at) => (far(other, colour) < far(colours[best], colour) ? at : best), 0));
    }
    let places = '';
    for (let i = 0; i < data.length; i += 4) places += String.fromCharCode(place.get(of(i)));
    return { width: image.width, height: image.height, colours, places: btoa(places) };
  }, picture.toString('base64'));
  await page.close();
  const indices = Buffer.from(places, 'base64');
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; ++y) indices.copy(lines, y * (width + 1) + 1, y * width, (y + 1) * width);
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  const palette = Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', palette), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** Hold the page, as it stands, against its approved picture; what differs is left under `kept`. */
export async function check(browser, page, name, kept) {
  await settle(page);
  const now = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
  const path = join(approved, `${name}.png`);
  if (accept) {
    mkdirSync(approved, { recursive: true });
    writeFileSync(path, await small(browser, now));
    return;
  }
  const found = await compared(browser, readFileSync(path), now);
  const left = join(kept, `${name}.png`);
  rmSync(left, { force: true });
  if (same(found)) return;
  mkdirSync(kept, { recursive: true });
  writeFileSync(left, now);
  assert.fail(`${name} looks otherwise than web/tests/screenshots/${name}.png: ${(found.share * 100).toFixed(2)} % of it, first at ${found.first}, sizes ${JSON.stringify(found.sizes)}. It is now ${left}; if that is right: npm run accept`);
}
