// The pages that the browser tests open, written by the built binary from the examples and from data
// that wants to break out. `node make_pages.mjs BINARY FOLDER`
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
  '<video><source onerror="window.hacked=1"></video>', '<object data="javascript:window.hacked=1">',
];

const jsonl = (rows) => rows.map((row) => JSON.stringify(row)).join('\n') + '\n';

export function makePages(binary, folder, examples) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const run = (...args) => {
    try {
      execFileSync(binary, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      // 1 and 3 are verdicts; 2 is a refusal.
      if (error.status !== 1 && error.status !== 3) throw new Error(`${args.join(' ')}: ${error.stderr}`);
    }
  };
  const report = (name, file, ...more) =>
    run('eval', file, '--report', at(`${name}.html`), `--json=${at(`${name}.json`)}`, '--samples', at(`${name}.jsonl`), ...more);

  report('sentiment', join(examples, 'sentiment_test.csv'), '--gate', 'f1[label=0]>=0.6');
  report('copywriting', join(examples, 'copywriting_test.csv'), '--profile', 'article', '--lang', 'zh-Hant');
  report('reviews', join(examples, 'zh_sentiment_predictions.csv'), '--cost', '0>1=5,1>0=1');
  const rounds = ['r1', 'r2', 'r3'].map((name) => join(examples, 'rounds', `${name}.csv`));
  run('compare', ...rounds, '--report', at('rounds.html'), `--json=${at('rounds.json')}`);

  const hostile = kPayloads.map((text, i) => ({ id: `${i}${text}`, input: text, output: text, reference: kPayloads[(i + 1) % kPayloads.length] }));
  writeFileSync(at('hostile-texts.jsonl'), jsonl(hostile));
  report('hostile_texts', at('hostile-texts.jsonl'), '--name', kPayloads[2]);
  const labels = kPayloads.map((text, i) => ({ id: `${i}`, text, truth: text, predicted: kPayloads[i % 3 === 0 ? (i + 1) % kPayloads.length : i] }));
  writeFileSync(at('hostile-labels.jsonl'), jsonl(labels));
  report('hostile_labels', at('hostile-labels.jsonl'), '--name', kPayloads[0]);

  writeFileSync(at('one-row.csv'), 'text,true_label,pred_label\nfine,1,1\n');
  report('one_row', at('one-row.csv'));
  const many = Array.from({ length: 1000 }, (_, i) => ({ text: `text ${i}`, truth: `label ${i % 200}`, predicted: `label ${i % 7 === 0 ? (i + 1) % 200 : i % 200}` }));
  writeFileSync(at('many-labels.jsonl'), jsonl(many));
  report('many_labels', at('many-labels.jsonl'));
  writeFileSync(at('long-text.jsonl'), jsonl([{ input: 'x', output: '長'.repeat(400000), reference: '短' }, { input: 'y', output: 'short', reference: 'short' }]));
  report('long_text', at('long-text.jsonl'));
  const words = ['春天', '面霜', '溫和', '不刺激', '推薦', '熬夜', '修護', '輕薄', '平價', '好用'];
  const texts = Array.from({ length: 400 }, (_, i) => {
    const reference = Array.from({ length: 3 + (i % 9) }, (_, k) => words[(i * 7 + k * 3) % words.length]).join('');
    const output = Array.from({ length: 2 + (i % 11) }, (_, k) => words[(i * 7 + k * (i % 4 === 0 ? 5 : 3)) % words.length]).join('');
    return { input: `寫第 ${i} 則文案`, output, reference };
  });
  writeFileSync(at('texts-in.jsonl'), jsonl(texts));
  report('texts', at('texts-in.jsonl'), '--gate', 'nltk_bleu[order=2,tok=char]>=0.4');
}

if (process.argv[1]?.endsWith('make_pages.mjs')) makePages(process.argv[2], process.argv[3], process.argv[4]);
