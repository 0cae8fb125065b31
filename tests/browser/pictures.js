// Makes the pictures of the README, from real sessions with the fictional people of the example:
//     node tests/browser/pictures.js --program target/release/affiant
'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { affiant, given, serve } = require('./lib/affiant.js');
const { PHONE, open, withBrowser } = require('./lib/browser.js');
const { answer, enter, question, toPart } = require('./lib/form.js');
const { fresh } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const PICTURES = path.join(__dirname, '..', 'pictures');
const program = path.resolve(given().program || 'target/release/affiant');
const DESK = { width: 1240, height: 740 };
const DRAFT = ['--draft', 'letter-hospice'];

// What somebody types at the terminal: before a pause, and after it.
const BEFORE = ['1', 'son'];
const AFTER = ["a pediatric oncologist at Example Children's Hospital", '2025-02-30', 'March 2025'];

// A session at a terminal of 72 columns, with what was typed where it was typed.
function session(matter, typed) {
  const child = spawn(program, ['ask', matter, ...DRAFT], { env: { ...process.env, COLUMNS: '72' } });
  const lines = [...typed];
  let shown = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      shown += data;
      if (!shown.endsWith('> ')) return;
      if (lines.length === 0) {
        child.stdin.end();
        resolve(shown);
        return;
      }
      const line = lines.shift();
      shown += `\u0001${line}\u0002\n`;
      child.stdin.write(`${line}\n`);
    });
    child.on('error', reject);
    child.on('exit', () => resolve(shown));
  });
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function drawn(shown) {
  const command = `<b>$</b> affiant ask my-matter ${DRAFT.join(' ')}\n`;
  const text = command + escaped(shown.trimEnd()).replace(/\u0001/g, '<i>').replace(/\u0002/g, '</i>');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><style>
    body { margin: 0; background: #fff; }
    pre { display: inline-block; margin: 0; padding: 20px 24px; background: #17202a; color: #d7dde4; border-radius: 8px;
      font: 15px/1.42 "Liberation Mono", "DejaVu Sans Mono", monospace; }
    i { font-style: normal; color: #fff; font-weight: bold; } b { color: #8fb8de; }
  </style><pre>${text}</pre>`;
}

// Draws what `use` has brought onto the page, at a size of window.
async function picture(browser, name, viewport, use) {
  const { page, context } = await open(browser, { viewport });
  await use(page);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(PICTURES, name) });
  await context.close();
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'affiant-pictures-'));
  const filled = path.join(folder, 'my-matter');
  affiant(program, 'new', filled, '--from', 'funeral-parole', '--with-sample');
  const begun = fresh(filled);
  const names = ['ask.png', 'serve.png', 'serve-phone.png', 'kit.png'];
  await withBrowser(async (browser) => {
    await session(begun, BEFORE);
    const shown = await session(begun, AFTER);
    const window = await open(browser);
    await window.page.setContent(drawn(shown));
    await window.page.locator('pre').screenshot({ path: path.join(PICTURES, 'ask.png') });

    for (const [name, viewport, part] of [['serve.png', DESK, 'prognosis'], ['serve-phone.png', PHONE, 'known_since']]) {
      const server = await serve(program, filled, ...DRAFT);
      await picture(browser, name, viewport, async (page) => {
        await enter(page, server);
        await toPart(page, part);
        if (viewport === DESK) await page.locator('#pages img').first().waitFor();
        await question(page, part).evaluate((it) => window.scrollTo(0, it.getBoundingClientRect().top + window.scrollY - 24));
        await page.waitForTimeout(200);
      });
      await server.interrupt();
    }

    const kit = path.join(folder, 'letter.html');
    affiant(program, 'kit', begun, ...DRAFT, '--plain', '-o', kit);
    await picture(browser, 'kit.png', { width: 900, height: 760 }, async (page) => {
      await page.goto(pathToFileURL(kit).href);
      await page.locator('#keep-no').check();
      await page.locator('#begin').click();
      while (!(await question(page, 'role').count())) await page.locator('#next').click();
      for (const it of LETTER.slice(0, 4)) if (await question(page, it.path).count()) await answer(page, it);
      await question(page, 'role').evaluate((it) => window.scrollTo(0, it.getBoundingClientRect().top + window.scrollY - 24));
    });
    fs.rmSync(folder, { recursive: true });
    for (const name of names) {
      const { size } = fs.statSync(path.join(PICTURES, name));
      console.log(`${name} ${Math.ceil(size / 1000)} KB`);
      if (size > 200_000) throw new Error(`${name} has more than 200 KB`);
    }
  });
}

main();
