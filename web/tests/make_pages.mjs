// The pages that the browser tests open, written by the built binary from the examples and from data
// that wants to break out. `node make_pages.mjs BINARY FOLDER`
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

export const kPayloads = [
  '<script>window.hacked=1</script>',
  '"><script>window.hacked=1</script>',
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror="window.hacked=1">',
  '<svg onload="window.hacked=1">',
  '<iframe srcdoc="<script>parent.hacked=1</script>">',
  '<a href="javascript:window.hacked=1">x</a>',
  '<details open ontoggle="window.hacked=1">',
  '<math><mtext></mtext><script>window.hacked=1</script></math>',
  '<style>@import "https://attacker.invalid/x.css";</style>',
  '<link rel=stylesheet href="https://attacker.invalid/x.css">',
  '<base href="https://attacker.invalid/">',
  '<meta http-equiv="refresh" content="0;url=https://attacker.invalid/">',
  '<form action="https://attacker.invalid/"><button autofocus>go</button></form>',
  '![x](https://attacker.invalid/x.png)',
  '[x](javascript:window.hacked=1)',
  '{@html "<img src=x onerror=window.hacked=1>"}',
  '${window.hacked=1}{{constructor.constructor("window.hacked=1")()}}',
  '<!--shijin:data-->', '-->', ']]>', "' onmouseover='window.hacked=1", '\u202eoverridden\u202c', '=HYPERLINK("https://attacker.invalid/")',
  '\u001b[31mred\u0007', '\u0000nul', 'a'.repeat(5000), '<input onfocus=window.hacked=1 autofocus>',
  'مرحبا <b onclick="window.hacked=1">بالعالم</b> שלום', '\u2067\u202e<i>right to left</i>', 'Z\u0335\u0321\u0327a\u0336\u0322l\u0337\u0323g\u0338o\u200b\u200d\ufeff',
  '<video><source onerror="window.hacked=1"></video>', '<object data="javascript:window.hacked=1">',
];

const here = dirname(fileURLToPath(import.meta.url));
const jsonl = (rows) => rows.map((row) => JSON.stringify(row)).join('\n') + '\n';

export function makePages(binary, folder, examples) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  rmSync(at('.shijin'), { recursive: true, force: true });
  // Paths are given as seen from the folder: the pages say them, and look the same wherever it is.
  cpSync(examples, at('examples'), { recursive: true });
  cpSync(join(here, 'perplexity.jsonl'), at('perplexity-in.jsonl'));
  const run = (...args) => {
    try {
      execFileSync(binary, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      // 1 and 3 are verdicts; 2 is a refusal.
      if (error.status !== 1 && error.status !== 3) throw new Error(`${args.join(' ')}: ${error.stderr}`);
    }
  };
  const report = (name, file, ...more) =>
    run('eval', file, '--report', `${name}.html`, `--json=${name}.json`, '--samples', `${name}.jsonl`, ...more);

  report('sentiment', 'examples/sentiment_test.csv', '--gate', 'f1[label=0]>=0.6');
  report('copywriting', 'examples/copywriting_test.csv', '--profile', 'article', '--lang', 'zh-Hant');
  report('reviews', 'examples/zh_sentiment_predictions.csv', '--cost', '0>1=5,1>0=1');
  const rounds = ['r1', 'r2', 'r3'].map((name) => `examples/rounds/${name}.csv`);
  run('compare', ...rounds, '--report', 'rounds.html', '--json=rounds.json');

  const hostile = kPayloads.map((text, i) => ({ id: `${i}${text}`, input: text, output: text, reference: kPayloads[(i + 1) % kPayloads.length] }));
  writeFileSync(at('hostile-texts.jsonl'), jsonl(hostile));
  report('hostile_texts', 'hostile-texts.jsonl', '--name', kPayloads[2]);
  const labels = kPayloads.map((text, i) => ({ id: `${i}`, text, truth: text, predicted: kPayloads[i % 3 === 0 ? (i + 1) % kPayloads.length : i] }));
  writeFileSync(at('hostile-labels.jsonl'), jsonl(labels));
  report('hostile_labels', 'hostile-labels.jsonl', '--name', kPayloads[0]);

  writeFileSync(at('one-row.csv'), 'text,true_label,pred_label\nfine,1,1\n');
  report('one_row', 'one-row.csv');
  const many = Array.from({ length: 1000 }, (_, i) => ({ text: `text ${i}`, truth: `label ${i % 200}`, predicted: `label ${i % 7 === 0 ? (i + 1) % 200 : i % 200}` }));
  writeFileSync(at('many-labels.jsonl'), jsonl(many));
  report('many_labels', 'many-labels.jsonl');
  writeFileSync(at('long-text.jsonl'), jsonl([{ input: 'x', output: '長'.repeat(400000), reference: '短' }, { input: 'y', output: 'short', reference: 'short' }]));
  report('long_text', 'long-text.jsonl');
  const words = ['春天', '面霜', '溫和', '不刺激', '推薦', '熬夜', '修護', '輕薄', '平價', '好用'];
  const texts = Array.from({ length: 400 }, (_, i) => {
    const reference = Array.from({ length: 3 + (i % 9) }, (_, k) => words[(i * 7 + k * 3) % words.length]).join('');
    const output = Array.from({ length: 2 + (i % 11) }, (_, k) => words[(i * 7 + k * (i % 4 === 0 ? 5 : 3)) % words.length]).join('');
    return { input: `寫第 ${i} 則文案`, output, reference };
  });
  writeFileSync(at('texts-in.jsonl'), jsonl(texts));
  report('texts', 'texts-in.jsonl', '--gate', 'nltk_bleu[order=2,tok=char]>=0.4');
  // Two dimensions that a person scored beside the outputs; the fourth text of five is disliked.
  const rated = texts.slice(0, 120).map((row, i) => ({ id: `p${i + 1}`, ...row, rating_fluency: i % 5 === 3 ? 1 + (i % 2) : 2 + ((i * 7) % 4), rating_style: i % 5 === 3 ? 2 : 1 + Math.max(2, (i * 3) % 5) }));
  writeFileSync(at('people-in.jsonl'), jsonl(rated));
  report('people', 'people-in.jsonl');
  // What a model gave each token of its texts (made with tests/data/models/tiny-review-lm.gguf).
  report('perplexity', 'perplexity-in.jsonl', '--gate', 'ppl<=50', '--name', 'tiny-review-lm');
  // Scores that are undefined, and a page from which the rows were left out.
  writeFileSync(at('blank-in.jsonl'), jsonl(Array.from({ length: 3 }, (_, i) => ({ id: `b${i}`, input: 'x', output: '', reference: '' }))));
  report('blank', 'blank-in.jsonl');
  const whole = readFileSync(at('reviews.html'), 'utf8');
  writeFileSync(at('no_rows.html'), whole.replace(/(id="shijin-data">)([^<]*)/, (_found, mark, packed) => {
    const data = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
    return mark + gzipSync(JSON.stringify({ ...data, rows: [] })).toString('base64');
  }));
  makeRatings(run, at, report, texts.slice(0, 24));
}

// Three raters' sheets, filled in and taken back as a user does it.
function makeRatings(run, at, report, texts) {
  const store = ['--store', 'rated-store'];
  rmSync(at('rated-store'), { recursive: true, force: true });
  rmSync(at('sheets'), { recursive: true, force: true });
  writeFileSync(at('rated-texts.jsonl'), jsonl(texts.map((row, i) => ({ id: `t${i + 1}`, ...row }))));
  run('rate', 'new', 'pilot', 'rated-texts.jsonl', '--raters', 'ann,bo,chen', '--dims', 'fluency,style', '--seed', '3', ...store);
  run('rate', 'sheet', 'pilot', '-o', 'sheets', ...store);
  const strict = { ann: 0, bo: 0, chen: 1 };
  const sheets = Object.entries(strict).map(([rater, less]) => {
    const path = at(`sheets/pilot.${rater}.csv`);
    const [head, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    const filled = lines.map((line) => {
      const cells = line.split(',');
      const order = Number(/\d+/.exec(cells[1])[0]);
      const fluency = Math.max(1, Math.min(5, 1 + ((order * 7) % 5) + (order % 3 === less ? 1 : 0) - less));
      const style = order % 6 === 0 ? 3 + less : order % 5 === 0 ? 5 : 4;
      cells[4] = String(fluency);
      cells[5] = String(style);
      return cells.join(',');
    });
    writeFileSync(path, [head, ...filled, ''].join('\r\n'));
    return `sheets/pilot.${rater}.csv`;
  });
  run('rate', 'import', 'pilot', ...sheets, ...store);
  run('rate', 'export', 'pilot', '-o', 'rated.jsonl', ...store);
  report('ratings', 'rated.jsonl', '--gate', 'human>=3', '--name', 'pilot');
}

if (process.argv[1]?.endsWith('make_pages.mjs')) makePages(process.argv[2], process.argv[3], process.argv[4]);
