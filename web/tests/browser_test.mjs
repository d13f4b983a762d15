// The pages in a real browser: nothing leaves them, no text in them runs, everything is reached by
// keyboard, and what they count is what the JSON says.
// `node browser_test.mjs BINARY FOLDER [--screenshots DIR]`; needs Debian's chromium.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { kPayloads, makePages } from './make_pages.mjs';
import { check, compared, kStill, same, unlike } from './screens.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const binary = resolve(process.env.SHIJIN_BINARY ?? join(root, 'build/shijin'));
const folder = resolve(process.env.SHIJIN_PAGES ?? join(root, 'build/web_pages'));
const shots = process.env.SHIJIN_SCREENSHOTS;
const kPages = ['sentiment', 'copywriting', 'reviews', 'texts', 'ratings', 'people', 'perplexity', 'rounds', 'hostile_texts', 'hostile_labels', 'one_row', 'many_labels', 'long_text', 'blank', 'no_rows'];
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };

let browser;
before(async () => {
  makePages(binary, folder, join(root, 'examples'));
  if (shots) mkdirSync(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
});
after(() => browser?.close());

// Open a page, with all that it asks for, says and fails at.
async function open(name, { viewport = desktop, colorScheme = 'light', fragment = '', ...more } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, ...more });
  const page = await context.newPage();
  const seen = { requests: [], problems: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('pageerror', (error) => seen.problems.push(error.message));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.problems.push(message.text()));
  await page.goto(`file://${join(folder, name)}.html${fragment}`);
  await page.waitForSelector('#samples');
  return { page, seen, close: () => context.close() };
}
const json = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const rows = (name) => readFileSync(join(folder, `${name}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const tally = async (page) => Number((await page.locator('.tally').textContent()).replace(/,/g, '').match(/\d+/)[0]);
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const name of kPages) {
  test(`${name}: opens from disk, asks for nothing, complains of nothing`, async () => {
    const { page, seen, close } = await open(name);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith('data:')), [`file://${join(folder, name)}.html`]);
    assert.deepEqual(seen.problems, []);
    if (shots) await page.screenshot({ path: join(shots, `${name}.desktop.png`), fullPage: true });
    await close();
  });

  for (const [device, viewport] of [['desktop', desktop], ['phone', phone]]) {
    test(`${name}: axe finds nothing and nothing sticks out on a ${device}`, async () => {
      const colorScheme = device === 'phone' ? 'dark' : 'light';
      const { page, close } = await open(name, { viewport, colorScheme });
      for (const language of ['zh-Hant', 'zh-Hans', 'en']) {
        await page.selectOption('.controls select', language);
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        assert.ok((await overflow(page)) <= 0, `${language}: the page is wider than the screen`);
      }
      const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
      assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`), []);
      assert.ok(found.passes.length > 10);
      if (shots) await page.screenshot({ path: join(shots, `${name}.${device}.${colorScheme}.png`), fullPage: true });
      await close();
    });
  }
}

test('dark on the desktop and light on the phone pass axe too', async () => {
  for (const [name, viewport, colorScheme] of [['reviews', desktop, 'dark'], ['rounds', desktop, 'dark'], ['texts', phone, 'light']]) {
    const { page, close } = await open(name, { viewport, colorScheme });
    const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    assert.deepEqual(found.violations.map((v) => v.id), []);
    await close();
  }
});

test('the verdict sentence comes first, in each language', async () => {
  const { page, close } = await open('sentiment');
  const { headline } = json('sentiment').verdict;
  for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
    await page.selectOption('.controls select', language);
    const said = (await page.locator('h1').textContent()).replaceAll('\u00a0', ' ').replaceAll('\u2060', '');
    assert.equal(said, headline[language]);
  }
  await close();
});

test('payloads in every field stay text', async () => {
  for (const name of ['hostile_texts', 'hostile_labels']) {
    const { page, seen, close } = await open(name);
    const count = await tally(page);
    assert.equal(count, rows(name).length);
    for (const row of [0, 1, 2, 3]) {
      await page.locator('.grid .all .line').nth(row).click();
      await page.waitForSelector('dialog[open]');
      for (const button of await page.locator('dialog .tools button').all()) await button.click();
      await page.keyboard.press('Escape');
    }
    // Every row in full, by the key that moves on.
    await page.locator('.grid .all .line').first().click();
    for (let i = 1; i < count; ++i) await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    assert.doesNotMatch(await page.locator('main').textContent(), /[\u202a-\u202e]/);  // shown, not obeyed
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await page.locator('main script, main iframe, main img, main object, main form, main base, main link').count(), 0);
    assert.equal(page.url().split('#')[0], `file://${join(folder, name)}.html`);
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith('data:')).length, 1);
    assert.deepEqual(seen.problems, []);
    await close();
  }
  assert.ok(kPayloads.length >= 30);
});

test('a script put into the page is refused by its policy', async () => {
  const { page, close } = await open('sentiment');
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    try {
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
    } catch {
      return 'refused';
    }
    await new Promise((done) => setTimeout(done, 50));
    return window.hacked ?? 'refused';
  });
  assert.equal(ran, 'refused');
  const raw = await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<b>raw</b>');
      return 'allowed';
    } catch {
      return 'refused';
    }
  });
  assert.equal(raw, 'refused');
  await close();
});

test('a cell of the confusion table leaves as many rows as it says', async () => {
  const { page, close } = await open('reviews');
  const { labels, counts } = json('reviews').confusion;
  const all = rows('reviews');
  for (let t = 0; t < labels.length; ++t) {
    for (let p = 0; p < labels.length; ++p) {
      await page.locator('.confusion .cell').nth(t * labels.length + p).click();
      assert.equal(await tally(page), counts[t][p]);
      assert.equal(counts[t][p], all.filter((row) => row.truth === labels[t] && row.predicted === labels[p]).length);
    }
  }
  await page.locator('.confusion .cell').last().click();
  assert.equal(await tally(page), all.length);
  await close();
});

test('the filters count what the rows hold, and the address keeps them', async () => {
  const { page, close } = await open('reviews');
  const all = rows('reviews');
  await page.selectOption('#samples select >> nth=0', 'wrong');
  const wrong = all.filter((row) => row.truth !== row.predicted);
  assert.equal(await tally(page), wrong.length);
  await page.fill('#samples input[type=search]', '房间');
  const both = wrong.filter((row) => JSON.stringify([row.id, row.input]).includes('房间'));
  assert.equal(await tally(page), both.length);
  await page.waitForTimeout(50);
  const fragment = new URL(page.url()).hash;
  await close();
  const again = await open('reviews', { fragment });
  assert.equal(await tally(again.page), both.length);
  await again.close();
});

test('the bars of the distribution add up, and each opens its rows', async () => {
  const { page, close } = await open('texts');
  const key = json('texts').verdict.primary_key;
  const scores = rows('texts').map((row) => row[key]).filter((score) => score !== null);
  let sum = 0;
  const bars = page.locator('#distribution button.bar');
  for (let i = 0; i < (await bars.count()); ++i) {
    const said = Number((await bars.nth(i).getAttribute('aria-label')).match(/(\d+) rows?$/)[1]);
    sum += said;
    if (said === 0) continue;
    await bars.nth(i).click();
    assert.equal(await tally(page), said);
  }
  assert.equal(sum, scores.length);
  await close();
});

test('the threshold counts the rows, and finds the cheapest', async () => {
  const { page, close } = await open('reviews');
  const all = rows('reviews');
  await page.locator('#threshold input[type=range]').fill('0.3');
  const positive = await page.locator('#threshold select').inputValue();
  const p = (row) => row[`probability:${positive}`];
  const found = all.filter((row) => row.truth === positive && p(row) >= 0.3).length;
  const alarms = all.filter((row) => row.truth !== positive && p(row) >= 0.3).length;
  assert.match(await page.locator('#threshold .said').textContent(), new RegExp(`At 0\\.30: ${found} found, \\d+ missed, ${alarms} false`));
  await page.click('#threshold button');
  const cost = Number((await page.locator('#threshold .said').textContent()).match(/cost a row (\d+\.\d+)/)[1]);
  const miss = Number(await page.locator('#threshold input[type=number]').nth(0).inputValue());
  const alarm = Number(await page.locator('#threshold input[type=number]').nth(1).inputValue());
  const at = (threshold) => all.reduce((sum, row) => sum + (row.truth === positive ? (p(row) >= threshold ? 0 : miss) : p(row) >= threshold ? alarm : 0), 0) / all.length;
  const best = Math.min(...all.map((row) => at(p(row))), at(1.1));
  assert.ok(cost <= best + 0.02, `${cost} at the rounded threshold, ${best} at the best`);
  await close();
});

test('a finding opens its samples, and a sample its detail', async () => {
  const { page, close } = await open('reviews');
  const finding = json('reviews').findings.find((line) => line.samples.length > 0);
  await page.locator('.findings .links button').first().click();
  assert.equal(await tally(page), new Set(finding.samples).size);
  await page.locator('.findings .sample').first().click();
  assert.match(await page.locator('dialog h2').textContent(), new RegExp(finding.examples[0].id));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await close();
});

test('what was lost between rounds is shown first, by id', async () => {
  const { page, close } = await open('rounds');
  const { flips } = json('rounds');
  const first = flips.find((flip) => flip.lost > 0);
  assert.equal(await tally(page), first.lost);
  const gained = page.locator('.flips .gained').first();
  await gained.click();
  assert.equal(await tally(page), flips[0].gained);
  await close();
});

test('everything is reached and used by keyboard alone', async () => {
  const { page, close } = await open('reviews');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  const reached = new Set();
  let trapped = 0;
  let before = null;
  for (let i = 0; i < 120; ++i) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(() => {
      const e = document.activeElement;
      const ring = getComputedStyle(e).outlineStyle !== 'none' || e.type === 'range';
      return { name: `${e.tagName}.${e.className}`, at: [...document.querySelectorAll('*')].indexOf(e), ring };
    });
    if (now.name.startsWith('BODY')) break;
    assert.ok(now.ring, `no focus ring on ${now.name}`);
    trapped = now.at === before ? trapped + 1 : 0;
    assert.equal(trapped, 0, `${now.name} holds the focus`);
    before = now.at;
    reached.add(now.name.replace(/\s.*/, ''));
    if (now.name === 'DIV.body') {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      const second = rows('reviews')[1].id;
      assert.match(await page.locator('dialog h2').textContent(), new RegExp(second));
      await page.keyboard.press('j');
      assert.match(await page.locator('dialog h2').textContent(), new RegExp(rows('reviews')[2].id));
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.className.split(' ')[0]), 'body');
    }
  }
  for (const wanted of ['SELECT.', 'BUTTON.cell', 'BUTTON.sample', 'DIV.body', 'SUMMARY.']) assert.ok([...reached].some((name) => name.startsWith(wanted)), `${wanted} was not reached: ${[...reached]}`);
  await close();
});

test('only the rows in sight are in the page, and all can be scrolled to', async () => {
  const { page, close } = await open('many_labels');
  assert.ok((await page.locator('.grid .all .line').count()) < 40);
  await page.locator('.grid .body').evaluate((box) => (box.scrollTop = box.scrollHeight));
  await page.waitForTimeout(100);
  assert.match(await page.locator('.grid .all .line').last().textContent(), /text 999/);
  await close();
});

test('paper shows the report without its controls', async () => {
  const { page, close } = await open('reviews');
  await page.emulateMedia({ media: 'print' });
  assert.ok(!(await page.locator('.top').isVisible()));
  assert.ok(await page.locator('h1').isVisible());
  if (shots) await page.pdf({ path: join(shots, 'reviews.pdf'), format: 'A4' });
  await close();
});

// One approved picture a page and device: the desktop light, the phone dark.
const kScreens = ['reviews', 'texts', 'ratings', 'people', 'perplexity', 'rounds'];
for (const name of kScreens) {
  for (const [device, viewport, colorScheme, language] of [['desktop', desktop, 'light', 'zh-Hant'], ['phone', phone, 'dark', 'en']]) {
    test(`${name} looks on a ${device} as approved`, { skip: unlike }, async () => {
      const { page, close } = await open(name, { viewport, colorScheme, ...kStill });
      await page.selectOption('.controls select', language);
      await check(browser, page, `report.${name}.${device}`, join(folder, 'screens'));
      await close();
    });
  }
}

test('a picture differs where a part moved, went away or changed its colour, and not by a hair', async () => {
  const { page, close } = await open('sentiment', kStill);
  const shot = () => page.screenshot({ fullPage: true, animations: 'disabled' });
  const before = await shot();
  const after = async (change) => {
    const undo = await page.evaluateHandle(change);
    const answer = await compared(browser, before, await shot());
    await page.evaluate((back) => back(), undo);
    return same(answer);
  };
  assert.ok(await after(() => () => undefined));
  // A thirtieth of a pixel, as another rasteriser might draw it.
  assert.ok(await after(() => {
    document.querySelector('main').style.transform = 'translate(0.03px, 0.03px)';
    return () => (document.querySelector('main').style.transform = '');
  }));
  assert.ok(!(await after(() => {
    document.querySelector('#scores').style.transform = 'translateX(12px)';
    return () => (document.querySelector('#scores').style.transform = '');
  })));
  assert.ok(!(await after(() => {
    document.querySelector('.confusion').style.visibility = 'hidden';
    return () => (document.querySelector('.confusion').style.visibility = '');
  })));
  assert.ok(!(await after(() => {
    for (const cell of document.querySelectorAll('.cell')) cell.style.background = 'red';
    return () => document.querySelectorAll('.cell').forEach((cell) => (cell.style.background = ''));
  })));
  await close();
});

test('what people scored is drawn as the result counts it, with the agreement and every rater', async () => {
  const { page, close } = await open('ratings');
  await page.selectOption('.controls select', 'en');
  const { dimensions, agreement, raters } = json('ratings').ratings;
  for (const [i, [name, dimension]] of Object.entries(dimensions).entries()) {
    const block = page.locator('#ratings .dimension').nth(i);
    assert.equal(await block.locator('h3').textContent(), dimension.title.en);
    const drawn = await block.locator('.level').evaluateAll((parts) => parts.map((part) => /^([\d.]+): (\d+) times/.exec(part.getAttribute('aria-label')).slice(1).map(Number)));
    assert.deepEqual(drawn, dimension.counts.filter(([, times]) => times > 0));
    const tables = block.locator('table');
    assert.deepEqual(await tables.nth(0).locator('th[scope=row]').allTextContents(), Object.values(agreement[name]).map((line) => line.title.en));
    const shown = Object.values(agreement[name]).map((line) => (line.value === null ? 'undefined' : line.value.toFixed(3).replace('-', '−')));
    assert.deepEqual(await tables.nth(0).locator('.value').allTextContents(), shown);
    assert.deepEqual(await tables.nth(1).locator('.value').allTextContents(), raters.filter((line) => line.dimension === name).map((line) => line.mean.toFixed(2)));
  }
  // Their means are called by the same titles, in the page's language.
  for (const [language, titles] of [['zh-Hant', ['流暢度', '風格一致性', '總評']], ['en', ['Fluency', 'Style', 'Overall']]]) {
    await page.selectOption('.controls select', language);
    const called = await page.locator('#scores tbody th').allTextContents();
    assert.deepEqual(called.slice(1).map((title) => title.split(/[，,] ?/)[1]), titles);
  }
  // The middles of the scales stand under each other.
  const middles = await page.locator('#ratings .level.middle').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()).map((box) => box.x + box.width / 2));
  assert.ok(Math.abs(middles[0] - middles[1]) < 6, middles);
  // Each item opens with what each rater gave it.
  assert.equal(await tally(page), rows('ratings').length);
  await page.locator('.grid .all .line').nth(1).click();
  const item = rows('ratings')[1];
  const said = (await page.locator('dialog').textContent()).replaceAll('\u2060', '');
  assert.ok(said.includes(item.input) && said.includes(item.reference[0]), 'what was rated is shown');
  const given = Object.keys(item).filter((key) => key.startsWith('rating:')).map((key) => String(item[key]));
  assert.deepEqual(await page.locator('dialog table').first().locator('td.number').allTextContents(), given);
  await close();
});

test('people stand against a metric, and what they part on opens its rows', async () => {
  const { page, close } = await open('people');
  await page.selectOption('.controls select', 'en');
  const { rated, rated_against: lines, metrics } = json('people');
  assert.deepEqual(await page.locator('#rated table th[scope=row]').allTextContents(), Object.values(rated).map((line) => line.title.en));
  assert.deepEqual(Object.values(rated).map((line) => line.title.en), ['Fluency', 'Overall', 'Style']);
  for (const line of [lines[0], lines.find((one) => metrics[one.key].better === 'lower')]) {
    await page.locator('.against select').selectOption(line.key);
    const said = (await page.locator('.against .said').textContent()).replaceAll('−', '-');
    assert.match(said, new RegExp(`: ${line.spearman.toFixed(2)} \\(.*${line.n} rows\\)`));
    // A dot a row that both have scored; those on which they part stand out.
    const dots = async (mark) => ((await page.locator(`.against path.${mark}`).getAttribute('d').catch(() => '')) ?? '').split('h0').length - 1;
    const apart = line.only_machine.length + line.only_people.length;
    assert.ok(line.only_machine.length > 0 && line.only_people.length > 0, 'the example has both');
    assert.equal(await dots('picked'), apart);
    assert.equal(await dots('cloud'), line.n - apart);
    for (const [i, ids] of [line.only_people, line.only_machine].entries()) {
      await page.locator('.against li button').nth(i).click();
      assert.equal(await tally(page), ids.length);
      // The rows are those: in its worst third people give 4 and more, in its best less than 3.
      const chosen = rows('people').filter((row) => ids.includes(row.id));
      assert.ok(chosen.every((row) => (i === 0 ? row['rating:overall'] >= 4 : row['rating:overall'] < 3)));
      await page.locator('.grid .all .line').first().click();
      assert.match(await page.locator('dialog').textContent(), /People, overall/);
      await page.keyboard.press('Escape');
    }
  }
  await close();
});

test('the tokens of a text are shaded by what the model gave them', async () => {
  const { page, close } = await open('perplexity');
  await page.selectOption('.controls select', 'en');
  const all = rows('perplexity');
  // The worst texts stand there, the worst first.
  const worst = [...all].sort((a, b) => b.ppl - a.ppl).slice(0, 5).map((row) => row.id);
  assert.deepEqual(await page.locator('#surprise .sample .id bdi').allTextContents(), worst);
  await page.locator('#surprise .sample').first().click();
  await page.waitForSelector('dialog[open]');
  for (const row of [all.find((one) => one.id === worst[0]), all[0]]) {
    if (row === all[0]) {
      await page.keyboard.press('Escape');
      await page.locator('.grid .all .line').first().click();
    }
    const shown = await page.locator('dialog .tokens .token').evaluateAll((parts) => parts.map((part) => [part.textContent, Number(/ n(\d)/.exec(part.className)[1]), part.title]));
    assert.equal(shown.map(([text]) => text).join(''), row.output);
    // By hand: tokens go together until a character is whole.
    const bytes = new TextEncoder().encode(row.output);
    const expected = [];
    for (let i = 0, begin = 0, end = 0, sum = 0; i < row.log_prob.length; ++i) {
      end += row.token_bytes[i];
      sum += row.log_prob[i];
      if (end < bytes.length && (bytes[end] & 0xc0) === 0x80) continue;
      const odds = 1 / Math.exp(sum);
      expected.push([new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(begin, end)), odds <= 2 ? 0 : odds <= 10 ? 1 : odds <= 100 ? 2 : odds <= 1000 ? 3 : 4]);
      begin = end;
      sum = 0;
    }
    assert.deepEqual(shown.map(([text, level]) => [text, level]), expected);
  }
  await page.keyboard.press('Escape');
  // The bars are on powers of two, add up, and each opens its rows.
  let sum = 0;
  const bars = page.locator('#distribution button.bar');
  for (let i = 0; i < (await bars.count()); ++i) {
    const said = Number((await bars.nth(i).getAttribute('aria-label')).match(/(\d+) rows?$/)[1]);
    sum += said;
    if (said === 0) continue;
    await bars.nth(i).click();
    assert.equal(await tally(page), said);
  }
  assert.equal(sum, all.length);
  const above = all.filter((row) => row.ppl > 50).length;
  assert.match(await page.locator('#distribution .said').textContent(), new RegExp(`${above} of ${all.length} rows lie above the bar of 50`));
  await close();
});

test('words of the page follow the language, what was chosen too', async () => {
  const { page, close } = await open('rounds');
  await page.selectOption('.controls select', 'zh-Hant');
  assert.match(await page.locator('.chip').textContent(), /變錯/);
  await page.selectOption('.controls select', 'en');
  assert.match(await page.locator('.chip').textContent(), /lost/);
  assert.deepEqual(
    await page.locator('.differences').first().locator('th[scope=row]').evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent)),
    Object.values(json('rounds').titles).slice(0, 10).map((one) => one.title.en),
  );
  await close();
});

test('where rows were gained and lost is what the rows say, and opens them', async () => {
  const { page, close } = await open('rounds');
  await page.selectOption('.controls select', 'en');
  const { flips, confusion_difference } = json('rounds');
  const table = page.locator('.where').first();
  const lines = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  assert.equal(lines.reduce((sum, line) => sum + parseInt(line[2]), 0), flips[0].lost);
  assert.equal(lines.reduce((sum, line) => sum + parseInt(line[3]), 0), flips[0].gained);
  // Gained less lost of a label is how its right answers grew.
  confusion_difference[0].labels.forEach((label, i) => {
    const line = lines.find((cells) => cells[0] === `is ${label}`);
    assert.equal(parseInt(line[3]) - parseInt(line[2]), confusion_difference[0].counts[i][i]);
  });
  await table.locator('tbody tr').first().locator('button').first().click();
  assert.equal(await tally(page), parseInt(lines[0][2]));
  await close();
});
