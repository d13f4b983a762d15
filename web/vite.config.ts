// One page, one file: script and style stand in the page, allowed by their hashes and nothing else.
// `--mode app` builds the local app and `--mode rate` the rating page, which may also ask their own
// server; else the report.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function oneFile(name: string): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_options, bundle) {
      let script = '';
      let style = '';
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk') script += file.code;
        else if (name.endsWith('.css')) style += String(file.source);
        if (!name.endsWith('.html')) delete bundle[name];
      }
      // The end of a script element may not occur inside one.
      script = script.trim().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      style = style.trim();
      const policy = [
        "default-src 'none'",
        `script-src ${hash(script)}`,
        `style-src ${hash(style)}`,
        'img-src data:',
        ...(name === 'report' ? [] : ["connect-src 'self'"]),
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types svelte-trusted-html',
      ].join('; ');
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset') continue;
        let page = String(file.source)
          .replace(/\s*<script type="module"[^>]*><\/script>/, '')
          .replace(/\s*<link rel="stylesheet"[^>]*>/, '');
        const put = (mark: string, text: string) => (page = page.replace(mark, () => text + mark));
        page = page.replace('<meta charset="utf-8">', (found) =>
          `${found}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`);
        put('\n</head>', `\n<style>${style}</style>`);
        put('\n</body>', `\n<script type="module">${script}</script>`);
        file.source = page;
        file.fileName = `${name}.html`;
      }
    },
  };
}

// What both pages have between <head> and </head>.
const sharedHead = (): Plugin => ({
  name: 'shared-head',
  transformIndexHtml: {
    order: 'pre',
    handler: (page) => page.replace('<!--head-->\n', () => readFileSync('src/head.html', 'utf8')),
  },
});

export default defineConfig(({ mode }) => {
  const name = mode === 'app' || mode === 'rate' ? mode : 'report';
  return {
    plugins: [sharedHead(), svelte({ compilerOptions: { runes: true } }), oneFile(name)],
    build: {
      target: 'es2022',
      emptyOutDir: false,
      modulePreload: false,
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rollupOptions: { input: name === 'report' ? 'index.html' : `${name}.html` },
    },
  };
});
