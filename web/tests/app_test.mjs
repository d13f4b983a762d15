// The local app in a real browser, over a started server: every page in three languages, light and
// dark, on a desktop and a phone; by keyboard alone; with hostile files dropped on it.
// `node --test app_test.mjs`; needs Debian's chromium. SHIJIN_SCREENSHOTS=DIR keeps a picture of each page.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { kPayloads } from './make_pages.mjs';
import { check as check_screen, kStill, unlike } from './screens.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const binary = resolve(process.env.SHIJIN_BINARY ?? join(root, 'build/shijin'));
const shots = process.env.SHIJIN_SCREENSHOTS;
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const kLanguages = ['zh-Hant', 'zh-Hans', 'en'];
const folder = mkdtempSync(join(tmpdir(), 'shijin-app-'));
const examples = join(root, 'examples');

let browser;
let server;
let link;

const shijin = (...args) => {
  try {
    return execFileSync(binary, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  } catch (error) {
    if (error.status !== 1 && error.status !== 3) throw new Error(`${args.join(' ')}: ${error.stderr}`);
    return error.stdout.toString();
  }
};
const runs = () => JSON.parse(shijin('runs', 'list', '--json')).runs;
const run_of = (name) => runs().findLast((run) => run.name === name);

before(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  cpSync(examples, join(folder, 'examples'), { recursive: true });
  shijin('eval', 'examples/sentiment_test.csv', '--gate', 'f1[label=0]>=0.6', '--quiet');
  shijin('eval', 'examples/copywriting_test.csv', '--profile', 'article', '--quiet');
  shijin('eval', 'examples/zh_sentiment_predictions.csv', '--gate', 'accuracy>=0.7', '--quiet');
  for (const name of ['r1', 'r2', 'r3']) shijin('eval', `examples/rounds/${name}.csv`, '--quiet');
  server = spawn(binary, ['view', '--port', '0', '--lang', 'en'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: server.stdout });
  link = await new Promise((done) => lines.once('line', done));
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
});
after(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

// A browser that has opened the link, with all that it asks for, says and fails at.
async function open({ viewport = desktop, colorScheme = 'light', ...more } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-US', ...more });
  const page = await context.newPage();
  const seen = { requests: [], problems: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('pageerror', (error) => seen.problems.push(error.message));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && seen.problems.push(message.text()));
  await page.goto(link);
  await page.waitForSelector('#runs-title');
  const to = async (place, wait) => {
    await page.evaluate((hash) => (location.hash = hash), place);
    await page.waitForSelector(wait);
  };
  const check = (what) => {
    assert.deepEqual(seen.problems, [], what);
    const own = new URL(link).origin;
    assert.deepEqual(seen.requests.filter((url) => !url.startsWith(own) && !url.startsWith('data:') && !url.startsWith(`blob:${own}`)), [], what);
  };
  return { page, seen, to, check, close: () => context.close() };
}
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
const violations = async (page) => {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  assert.ok(found.passes.length > 10);
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
};
const upload = async (page, name, bytes) => {
  await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
  await page.waitForSelector('#what-title');
};

// Every page: how to get there, and what must be there.
const rounds = () => ['r1', 'r2', 'r3'].map((name) => run_of(name));
const kPages = {
  runs: (app) => app.to('#/runs', '#runs-title'),
  report: (app) => app.to(`#/runs/${run_of('zh_sentiment_predictions').id}`, '#samples'),
  choose: (app) => app.to('#/compare', '.chooser'),
  compare: (app) => app.to(`#/compare/${rounds().map((run) => run.id).join(',')}`, '#samples'),
  rounds: (app) => app.to(`#/trend/${rounds()[0].test_set}`, '#trend'),
  import: (app) => app.to('#/import', '.drop'),
  preview: async (app) => {
    await app.to('#/import', '.drop');
    await upload(app.page, 'reviews.csv', readFileSync(join(examples, 'rounds', 'r1.csv')));
  },
  problems: async (app) => {
    await app.to('#/import', '.drop');
    await upload(app.page, '壞.csv', '文字,true_label,pred_label\n好,1,1\n差,0,1,9\n"行,1,0\n');
    await app.page.waitForSelector('.problems .error');
  },
  people: (app) => app.to('#/people', '#campaigns-title'),
  setup: async (app) => {
    await app.to('#/people/new', '#setup-title');
    await app.page.getByRole('radio').nth(3).check();  // a core, so that its fields are there
    await app.page.locator('#how-title ~ p button').click();
    await app.page.locator('.own summary').click();
  },
  settings: (app) => app.to('#/settings', '#settings-title'),
};

// First, while the store holds what before() put there: one approved picture a page and device.
for (const name of ['runs', 'report', 'choose', 'compare', 'rounds', 'import', 'preview', 'problems', 'setup', 'settings']) {
  for (const [device, viewport, colorScheme, language] of [['desktop', desktop, 'light', 'zh-Hans'], ['phone', phone, 'dark', 'en']]) {
    test(`${name} looks on a ${device} as approved`, { skip: unlike }, async () => {
      const app = await open({ viewport, colorScheme, ...kStill });
      await app.page.selectOption('.controls select', language);
      await kPages[name](app);
      await check_screen(browser, app.page, `app.${name}.${device}`, join(root, 'build/web_pages/screens'));
      await app.close();
    });
  }
}

for (const [name, go] of Object.entries(kPages)) {
  for (const [device, viewport] of [['desktop', desktop], ['phone', phone]]) {
    for (const [turn, colorScheme] of ['light', 'dark'].entries()) {
      test(`${name}: on a ${device}, ${colorScheme}: axe finds nothing, nothing sticks out, nothing foreign is asked`, async () => {
        const app = await open({ viewport, colorScheme });
        await go(app);
        for (const language of kLanguages) {
          await app.page.selectOption('.controls select', language);
          assert.equal(await app.page.evaluate(() => document.documentElement.lang), language);
          assert.ok((await overflow(app.page)) <= 0, `${language}: the page is wider than the screen`);
        }
        // axe takes a second a page: the languages take turns.
        await app.page.selectOption('.controls select', kLanguages[(turn + (device === 'phone' ? 2 : 0)) % 3]);
        assert.deepEqual(await violations(app.page), []);
        await app.page.selectOption('.controls select', device === 'phone' ? 'zh-Hant' : 'en');
        if (shots && (device === 'desktop') === (colorScheme === 'light')) {
          await app.page.screenshot({ path: join(shots, `app.${name}.${device}.png`), fullPage: device === 'desktop' });
        }
        app.check(name);
        await app.close();
      });
    }
  }
}

test('the key leaves the address, and a browser without it is told what to do', async () => {
  const app = await open();
  assert.ok(!app.page.url().includes('t='));
  const cookies = await app.page.context().cookies();
  assert.equal(cookies.length, 1);
  assert.ok(cookies[0].httpOnly && cookies[0].sameSite === 'Strict');
  assert.equal(await app.page.evaluate(() => document.cookie), '');
  assert.ok(!JSON.stringify(await app.page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).includes(new URL(link).hash.slice(3)));
  await app.page.reload();
  await app.page.waitForSelector('#runs-title');  // the cookie is enough
  await app.close();

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(new URL('/', link).href);
  await page.waitForSelector('[role=alert]');
  assert.equal(await page.locator('table').count(), 0);
  await context.close();
});

test('locking the browser takes the key away', async () => {
  const app = await open();
  await app.to('#/settings', '#about-title');
  await app.page.click('#about-title ~ button');
  await app.page.waitForSelector('[role=alert]');
  await app.page.reload();
  await app.page.waitForSelector('[role=alert]');
  await app.close();
});

test('the runs are those of the store, with their verdicts', async () => {
  const app = await open();
  const stored = runs();
  assert.equal(await app.page.locator('.stored tbody tr').count(), stored.length);
  for (const run of stored) {
    const line = app.page.locator('.stored tbody tr', { has: app.page.locator(`a[href="#/runs/${run.id}"]`) });
    assert.equal(await line.locator('.value').textContent(), run.value.toFixed(3));
    assert.ok(await line.locator(`.state.${run.decision}`).count());
  }
  await app.page.fill('input[type=search]', 'r2');
  assert.equal(await app.page.locator('.stored tbody tr').count(), stored.filter((run) => `${run.name} ${run.path}`.includes('r2')).length);
  app.check('runs');
  await app.close();
});

test('the report of a run counts what its JSON says, and the address keeps the filter', async () => {
  const app = await open();
  const run = run_of('zh_sentiment_predictions');
  const { confusion } = JSON.parse(readFileSync(join(folder, '.shijin/runs', run.id, 'result.json'), 'utf8'));
  await app.page.click(`a[href="#/runs/${run.id}"]`);
  await app.page.waitForSelector('#samples');
  await app.page.locator('.confusion .cell').nth(1).click();
  const tally = async () => Number((await app.page.locator('.tally').textContent()).match(/\d+/)[0]);
  assert.equal(await tally(), confusion.counts[0][1]);
  await app.page.waitForTimeout(50);
  assert.match(app.page.url(), /\?truth=0&predicted=1$/);
  await app.page.reload();
  await app.page.waitForSelector('#samples');
  assert.equal(await tally(), confusion.counts[0][1]);
  await app.page.goBack();
  app.check('report');
  await app.close();
});

test('runs chosen are compared as the command compares them', async () => {
  const app = await open();
  const ids = rounds().map((run) => run.id);
  for (const id of [ids[2], ids[0]]) await app.page.locator('.stored tr', { has: app.page.locator(`a[href="#/runs/${id}"]`) }).locator('input').check();
  await app.page.click('.group .button');
  await app.page.waitForSelector('#differences');
  const first = app.page.url().match(/compare\/(\w+),(\w+)/);
  const said = JSON.parse(shijin('compare', first[1], first[2], '--json'));
  assert.equal(await app.page.locator('h1').textContent(), said.headline.en);
  const key = Object.keys(said.metrics)[0];
  const shown = await app.page.locator('.differences tbody tr').first().locator('.value').textContent();
  assert.equal(Number(shown.replace('−', '-')), Number(said.metrics[key][0].difference.toFixed(3)));
  await app.to('#/compare', '.chooser');
  await app.page.selectOption('.tools select', rounds()[0].test_set).catch(() => undefined);
  for (const box of await app.page.locator('.chooser input[type=checkbox]').all()) await box.check();
  await app.page.locator('.chooser input[type=radio]').nth(1).check();
  await app.page.click('button.button');
  await app.page.waitForSelector('#differences');
  assert.match(app.page.url(), new RegExp(`compare/${ids[1]},`));
  app.check('compare');
  await app.close();
});

test('the rounds say which may be the best, as the command does', async () => {
  const app = await open();
  await kPages.rounds(app);
  const said = JSON.parse(shijin('compare', ...rounds().map((run) => run.id), '--json'));
  assert.equal(await app.page.locator('.verdict .big').textContent(), said.headline.en);
  assert.equal(await app.page.locator('#rounds tbody tr').count(), 3);
  assert.deepEqual(await app.page.locator('#rounds .value').allTextContents(), said.trend[said.primary].map((point) => point.value.toFixed(3)));
  app.check('rounds');
  await app.close();
});

test('a round that is named base is what the others are measured against, however new it is', async () => {
  const other = mkdtempSync(join(tmpdir(), 'shijin-app-'));
  for (const [name, file] of [['round1', 'r2'], ['round2', 'r3'], ['base', 'r1']]) {
    execFileSync(binary, ['eval', join(examples, 'rounds', `${file}.csv`), '--name', name, '--quiet'], { cwd: other, stdio: 'ignore' });
  }
  const second = spawn(binary, ['view', '--port', '0', '--lang', 'en'], { cwd: other, stdio: ['ignore', 'pipe', 'ignore'] });
  const at = await new Promise((done) => createInterface({ input: second.stdout }).once('line', done));
  const context = await browser.newContext({ viewport: desktop });
  const page = await context.newPage();
  await page.goto(at);
  await page.waitForSelector('#runs-title');
  await page.locator('.group .links a').last().click();
  await page.waitForSelector('#rounds tbody tr');
  assert.deepEqual(await page.locator('#rounds tbody .name').allTextContents(), ['base', 'round1', 'round2']);
  assert.match(await page.locator('#rounds thead th').last().textContent(), /base/);
  await page.click('.rail a[href="#/compare"]');
  await page.waitForSelector('.chooser');
  for (const box of await page.locator('.chooser input[type=checkbox]').all()) await box.check();
  assert.ok(await page.locator('.chooser tr', { hasText: 'base' }).last().locator('input[type=radio]').isChecked());
  second.kill('SIGINT');
  await new Promise((done) => second.once('exit', done));
  await context.close();
  rmSync(other, { recursive: true, force: true });
});

test('a dropped file is looked at, put right and measured', async () => {
  const app = await open();
  await app.to('#/import', '.drop');
  // Dropped as a person drops it: GB18030, and no column name that says anything.
  const rows = Array.from({ length: 12 }, (_, i) => `a${i},${i % 2},${i % 3 === 0 ? 1 - (i % 2) : i % 2}`).join('\n');
  const transfer = await app.page.evaluateHandle((text) => {
    const data = new DataTransfer();
    // "名" and so on in GB18030
    const head = new Uint8Array([0xc3, 0xfb, 0x2c, 0xbc, 0xd7, 0x2c, 0xd2, 0xd2, 0x0a]);
    data.items.add(new File([head, text], '評測.csv'));
    return data;
  }, rows);
  await app.page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await app.page.waitForSelector('.problems .error');
  assert.ok(await app.page.locator('form button[type=submit]').isDisabled());
  assert.deepEqual(await app.page.locator('.preview thead .text').allTextContents(), ['名', '甲', '乙']);
  await app.page.locator('.preview select').nth(1).selectOption('truth');
  await app.page.locator('.preview select').nth(2).selectOption('predicted');
  await app.page.waitForFunction(() => !document.querySelector('form button[type=submit]').disabled);
  assert.match(await app.page.locator('.tools select').first().locator('option').first().textContent(), /GB18030/);
  await app.page.fill('textarea', 'accuracy>=0.5');
  await app.page.fill('input[type=text]', '我的模型');
  await app.page.click('form button[type=submit]');
  await app.page.waitForSelector('#samples');
  const run = run_of('我的模型');
  assert.match(app.page.url(), new RegExp(run.id));
  assert.equal(run.path, '評測.csv');
  assert.equal(run.value.toFixed(3), '0.667');
  app.check('import');
  await app.close();
});

test('problems are shown by their row, and a gate that is none is told before anything is stored', async () => {
  const app = await open();
  const before_ = runs().length;
  await kPages.problems(app);
  assert.match(await app.page.locator('.problems .at').first().textContent(), /row 3/);
  assert.ok(await app.page.locator('form button[type=submit]').isDisabled());
  await app.page.click('.tools button');
  await upload(app.page, 'r1.csv', readFileSync(join(examples, 'rounds', 'r1.csv')));
  await app.page.fill('textarea', 'acuracy>=0.5');
  await app.page.click('form button[type=submit]');
  await app.page.waitForSelector('.trouble');
  assert.match(await app.page.locator('.trouble').textContent(), /acuracy/);
  assert.equal(runs().length, before_);
  await app.close();
});

test('a campaign is set up with clicks, previewed, made, opened, and one text is scored in it', async () => {
  const app = await open({ viewport: phone });
  const { page } = app;
  const button = (name) => page.getByRole('button', { name, exact: true });
  await app.to('#/people', '#campaigns-title');
  await page.getByText('There is none yet').waitFor();
  await page.getByRole('link', { name: 'Set up a campaign' }).click();
  await page.waitForSelector('#setup-title');
  assert.ok(await button('Preview').isDisabled());
  assert.match(await page.textContent('#name-title ~ p'), /Choose a run or add a file/);
  // A stored run and a file with the same rows: told apart, and one of them says its own name.
  await page.getByRole('checkbox', { name: /copywriting_test/ }).check();
  const rows = readFileSync(join(examples, 'copywriting_test.csv'), 'utf8');
  await page.setInputFiles('#texts-title ~ .add-file input', { name: 'copywriting_test.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.waitForSelector('.picks .file');
  await page.getByRole('checkbox', { name: /^Style/ }).uncheck();
  await button('Add a dimension').click();
  await page.getByLabel('What it is called').fill('Safety');
  await page.getByLabel('A 1 vetoes the text').check();
  await page.getByLabel('Raters, one a line or with commas').fill('ann\n小陳');
  await page.getByLabel('Raters of each text').fill('2');
  await page.getByLabel('Hidden repeats, in percent').fill('50');
  await page.getByLabel('Name of the campaign').fill('pilot');
  await button('Preview').click();
  await page.waitForFunction(() => document.activeElement?.id === 'would-title');
  const would = await page.textContent('.would');
  assert.match(would, /What it will be/);
  assert.match(would, /Relevance · Fluency · Compliance · Safety/);
  const [, items] = /Ratings each\W*ann (\d+) · 小陳 \1/.exec(would.replaceAll(/[\u2066-\u2069\u2060]/g, ''));
  assert.throws(() => shijin('rate', 'status', 'pilot'), /there is no campaign/);  // nothing is made yet
  assert.deepEqual(await violations(page), []);
  assert.ok((await overflow(page)) <= 0);
  if (shots) await page.screenshot({ path: join(shots, 'app.setup-preview.phone.png'), fullPage: true });
  // What is changed has to be looked at again.
  await page.getByLabel('Hidden repeats, in percent').fill('0');
  assert.ok(await button('Make the campaign').isDisabled());
  await page.getByLabel('Hidden repeats, in percent').fill('50');
  await button('Make the campaign').click();
  await page.waitForFunction(() => document.activeElement?.id === 'links-title');
  assert.deepEqual(await violations(page), []);
  assert.ok((await overflow(page)) <= 0);
  if (shots) await page.screenshot({ path: join(shots, 'app.links.phone.png'), fullPage: true });
  const made = JSON.parse(shijin('rate', 'status', 'pilot', '--json'));
  assert.equal(made.items, Number(items));
  assert.equal(made.setup.overlap, '2');
  assert.deepEqual(made.raters.map((one) => one.rater), ['ann', '小陳']);
  assert.deepEqual(made.rubric.dimensions.map((one) => [one.dimension, one.veto]), [['relevance', false], ['fluency', false], ['compliance', true], ['Safety', true]]);
  // The first rater opens the link and scores a text.
  const [rating] = await Promise.all([page.context().waitForEvent('page'), page.click('[data-rater="ann"]')]);
  await rating.waitForSelector('h1');
  await rating.keyboard.press('Enter');
  await rating.waitForSelector('.output .text');
  for (const key of ['5', '4', '3', '2', 'Enter']) await rating.keyboard.press(key);
  await rating.waitForSelector('.kept.saved');
  const rated = JSON.parse(shijin('rate', 'status', 'pilot', '--json'));
  assert.equal(rated.raters[0].rated, 1);
  // … and the owner sees it, results too.
  const [owner] = await Promise.all([page.context().waitForEvent('page'), page.click('[data-owner]')]);
  await owner.waitForSelector('#progress-title');
  assert.match(await owner.textContent('.people tbody tr'), new RegExp(`1 / ${items}`));
  await owner.click('.rail a >> nth=2');
  await owner.waitForSelector('#verdict h1, .nothing');
  // The same name once more is refused in words.
  await app.to('#/people/new', '#setup-title');
  await page.getByRole('checkbox', { name: /copywriting_test/ }).check();
  await page.getByLabel('Raters, one a line or with commas').fill('ann');
  await page.getByLabel('Name of the campaign').fill('pilot');
  await button('Preview').click();
  await page.waitForSelector('.would .problems .error');
  assert.match(await page.textContent('.would'), /It cannot be made so.*there is a campaign/s);
  assert.equal(await page.getByRole('button', { name: 'Make the campaign' }).count(), 0);
  app.check('setup');
  await app.close();
});

test('payloads in a dropped file stay text on every page', async () => {
  const app = await open();
  const rows = kPayloads.map((text, i) => ({ id: `${i}`, text, truth: text, predicted: kPayloads[i % 3 === 0 ? (i + 1) % kPayloads.length : i] }));
  const bytes = rows.map((row) => JSON.stringify(row)).join('\n');
  for (const name of [`${kPayloads[2].replaceAll('/', '')}.jsonl`, `${kPayloads[3]}.jsonl`]) {
    await app.to('#/import', '.drop');
    await upload(app.page, name, bytes);
    await app.page.fill('input[type=text]', kPayloads[0]);
    await app.page.click('form button[type=submit]');
    await app.page.waitForSelector('#samples');
    await app.page.locator('.grid .all .line').first().click();
    for (let i = 1; i < rows.length; ++i) await app.page.keyboard.press('j');
    await app.page.keyboard.press('Escape');
    await app.to('#/runs', '#runs-title');
  }
  await app.to('#/import', '.drop');
  const head = kPayloads.slice(0, 6).map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
  await upload(app.page, 'head.csv', `${head}\n${head}\n`);
  await app.to('#/compare', '.chooser');
  const twice = runs().filter((run) => run.name === kPayloads[0]).map((run) => run.id);
  await app.to(`#/compare/${twice.slice(-2).join(',')}`, '#samples');
  assert.equal(await app.page.evaluate(() => window.hacked), undefined);
  assert.equal(await app.page.locator('main script, main iframe, main img, main object, main base, main link').count(), 0);
  app.check('payloads');
  await app.close();
});

test('a script put into the page is refused by its policy', async () => {
  const app = await open();
  const ran = await app.page.evaluate(() => {
    const tried = [];
    for (const attempt of [
      () => Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }),
      () => document.body.insertAdjacentHTML('beforeend', '<b>raw</b>'),
    ]) {
      try {
        const made = attempt();
        if (made instanceof Node) document.body.append(made);
        tried.push(window.hacked === 1 || !(made instanceof Node) ? 'allowed' : 'refused');
      } catch {
        tried.push('refused');
      }
    }
    return tried;
  });
  assert.deepEqual(ran, ['refused', 'refused']);
  const fetched = await app.page.evaluate(() => fetch('http://127.0.0.1:9/').then(() => 'allowed', () => 'refused'));
  assert.equal(fetched, 'refused');
  await app.close();
});

test('by keyboard alone: from the runs to a comparison, an import and its report', async () => {
  const app = await open();
  const { page } = app;
  const tab_to = async (selector) => {
    for (let i = 0; i < 150; ++i) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate((wanted) => {
        const e = document.activeElement;
        const shown = e.matches('input[type=file]') ? e.parentElement : e;
        return { there: e.matches(wanted), ring: getComputedStyle(shown).outlineStyle !== 'none', name: e.outerHTML.slice(0, 80), body: e === document.body };
      }, selector);
      if (!here.body) assert.ok(here.ring, `no focus ring on ${here.name}`);
      if (here.there) return;
    }
    assert.fail(`${selector} was not reached`);
  };
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  const [one, two] = rounds().map((run) => `tr:has(a[href="#/runs/${run.id}"]) input`);
  await tab_to(two);
  await page.keyboard.press('Space');
  await tab_to(one);
  await page.keyboard.press('Space');
  await tab_to('.group a.button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#differences');
  await tab_to('.rail a[href="#/import"]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.drop');
  await tab_to('input[type=file]');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  const file = join(folder, 'keys.csv');
  writeFileSync(file, readFileSync(join(examples, 'sentiment_test.csv')));
  await chooser.setFiles(file);
  await page.waitForSelector('#what-title');
  await tab_to('.preview select');
  await tab_to('textarea');
  await page.keyboard.type('accuracy>=0.1');
  await tab_to('form button[type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#samples');
  assert.equal(run_of('keys').decision, 'pass');
  app.check('keyboard');
  await app.close();
});

test('language and theme stay in the browser', async () => {
  const app = await open();
  await app.to('#/settings', '#settings-title');
  await app.page.check('input[value=zh-Hans]');
  await app.page.check('input[value=dark]');
  await app.page.reload();
  await app.page.waitForSelector('#settings-title');
  assert.equal(await app.page.evaluate(() => document.documentElement.lang), 'zh-Hans');
  assert.equal(await app.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await app.close();
});

test('an empty store says how to fill it', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'shijin-app-'));
  const other = spawn(binary, ['view', '--port', '0', '--lang', 'en'], { cwd: empty, stdio: ['ignore', 'pipe', 'ignore'] });
  const at = await new Promise((done) => createInterface({ input: other.stdout }).once('line', done));
  const context = await browser.newContext({ viewport: phone });
  const page = await context.newPage();
  await page.goto(at);
  await page.waitForSelector('.empty');
  assert.deepEqual(await violations(page), []);
  if (shots) await page.screenshot({ path: join(shots, 'app.empty.phone.png') });
  await page.click('.empty .button');
  await page.waitForSelector('.drop');
  other.kill('SIGINT');
  await new Promise((done) => other.once('exit', done));
  await page.click('.rail a[href="#/runs"]');
  await page.waitForSelector('[role=alert]');  // the server is gone, and the page says so
  await context.close();
  rmSync(empty, { recursive: true, force: true });
});
