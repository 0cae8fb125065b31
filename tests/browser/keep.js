// The offline form over several days: what the browser keeps, two windows, a passphrase, what was ticked over, what is
// handed on, and what somebody hears who does not see the page.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { affiant, given } = require('./lib/affiant.js');
const { LARGE, PHONE, ZOOMED, apart, fits, open, shot, steps, usable, withBrowser } = require('./lib/browser.js');
const { answer, control, error, paths, question } = require('./lib/form.js');
const { fresh } = require('./lib/matter.js');
const { heard, said, tree, watch } = require('./lib/heard.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();
const of = (name) => LETTER.find((it) => it.path === name);

withBrowser(async (browser) => {
  const matter = fresh(example);
  const file = path.join(matter, 'letter.html');
  for (const args of [['key', 'new', matter], ['kit', matter, '--draft', 'letter-hospice', '-o', file]]) {
    const done = affiant(program, ...args);
    assert.equal(done.status, 0, `${done.stdout}${done.stderr}`);
  }
  const url = pathToFileURL(file).href;
  const window = await open(browser);
  const { page } = window;
  const answers = [];
  const watched = (it) => { it.on('dialog', (dialog) => (answers.length && !answers.shift() ? dialog.dismiss() : dialog.accept())); return it; };
  watched(page);
  const press = (id, on = page) => on.locator(`#${id}`).click();
  const stored = (on = page) => on.evaluate(() => Object.values(localStorage).join('\n'));
  const to = async (wanted, on = page) => {
    for (let part = 1; !(await paths(on)).includes(wanted); part += 1) {
      assert.ok(part < 40, `no part asks ${wanted}`);
      await on.evaluate((hash) => new Promise((resolve) => {
        if (window.location.hash === hash) resolve();
        window.addEventListener('hashchange', () => setTimeout(resolve), { once: true });
        window.location.hash = hash;
      }), `#${part}`);
    }
  };
  const write = async (name, text, on = page) => {
    await control(on, name).fill(text);
    await control(on, name).blur();
  };
  const shows = async (name, text, on = page) => {
    await on.waitForFunction(([at, value]) => document.querySelector(`[data-path="${at}"]`).querySelector('textarea, input').value === value, [name, text]);
  };
  const earlier = (name, on = page) => question(on, name).locator('.earlier');
  let second;

  await steps([
    ['what is ticked over or emptied is not sent, is shown so, and can be put back', async () => {
      await page.goto(url);
      await page.locator('#keep-own').check();
      await press('begin');
      await to('role');
      await answer(page, of('role'));
      await to('how_in_touch');
      await write('how_in_touch', 'Every week, at the clinic.');
      await question(page, 'how_in_touch').locator('.instead input').first().check();
      await shows('how_in_touch', '');
      await earlier('how_in_touch').getByText('Every week, at the clinic.').waitFor();
      await shot(page, 'keep-ticked');
      await usable(page, 'ticked over');
      await page.reload();
      await shows('how_in_touch', '');
      await earlier('how_in_touch').getByRole('button').click();
      await shows('how_in_touch', 'Every week, at the clinic.');
      assert.equal(await question(page, 'how_in_touch').locator('.instead input:checked').count(), 0);
      // Emptied letter by letter, the whole text can be put back, and not its last rest.
      await control(page, 'how_in_touch').focus();
      await page.keyboard.press('End');
      for (let at = 0; at < 26; at += 1) await page.keyboard.press('Backspace', { delay: at % 9 === 8 ? 700 : 0 });
      await control(page, 'how_in_touch').blur();
      await earlier('how_in_touch').getByText('Every week, at the clinic.', { exact: true }).waitFor();
      assert.equal(await earlier('how_in_touch').locator('blockquote').count(), 1);
      await earlier('how_in_touch').getByRole('button').click();
      await shows('how_in_touch', 'Every week, at the clinic.');
      // Ticked before the text was kept, the text is not lost either.
      await control(page, 'how_in_touch').fill('Every day.');
      await question(page, 'how_in_touch').locator('.instead input').first().check();
      await earlier('how_in_touch').getByText('Every day.').waitFor();
      // Who writes again has an answer.
      await write('how_in_touch', 'Every month.');
      assert.equal(await question(page, 'how_in_touch').locator('.instead input:checked').count(), 0);
      await page.evaluate(() => { window.location.hash = '#answers'; });
      await page.locator('#answers').getByText('Every month.').waitFor();
    }],
    ['two windows show what the other one writes, and lose nothing', async () => {
      second = watched(await window.newPage());
      await second.goto(url);
      await second.locator('.remark').getByText('has kept your answers').waitFor();
      await to('how_in_touch');
      await to('how_in_touch', second);
      await write('how_in_touch', 'Written in the first window.');
      await shows('how_in_touch', 'Written in the first window.', second);
      // Both write one answer at the same time: the later stands, the other can be put back.
      await control(second, 'how_in_touch').fill('The second window.');
      await control(page, 'how_in_touch').fill('The first window.');
      await control(page, 'how_in_touch').blur();
      await page.waitForTimeout(700);
      const both = [await stored(page), await control(page, 'how_in_touch').inputValue(), await control(second, 'how_in_touch').inputValue()];
      assert.ok(both[0].includes('The first window.') && both[0].includes('The second window.'), both.join('\n'));
      await control(second, 'how_in_touch').blur();
      await page.waitForTimeout(100);
      assert.equal(await control(page, 'how_in_touch').inputValue(), await control(second, 'how_in_touch').inputValue());
      // Two items that both add at once are two.
      await to('may_share_health');
      await answer(page, of('may_share_health'));
      for (const it of [page, second]) {
        await it.evaluate(() => { window.location.hash = '#answers'; });
        await it.locator('#answers').waitFor();
      }
      const lists = JSON.parse((await stored()).split('\n')[0]).lists;
      assert.deepEqual(Object.values(lists).flat().length, new Set(Object.values(lists).flat()).size);
      // Taken out in one window, it is kept in none, and the other one says so.
      await press('sent', second);
      await page.locator('#lost').getByText('taken out').waitFor();
      await shot(page, 'keep-lost');
      assert.equal(await stored(), '');
      assert.equal(await page.locator('#keep-own').isChecked(), false);
      assert.equal(await page.locator('#sent').isVisible(), false);
      await to('how_in_touch');
      await write('how_in_touch', 'Nobody keeps this.');
      assert.equal(await stored(), '');
      await page.evaluate(() => { window.location.hash = '#answers'; });
      await page.locator('#keep-own').check();
      assert.match(await stored(), /Nobody keeps this/);
      assert.equal(await page.locator('#lost').count(), 0);
      // A passphrase that the other window sets closes it for this one.
      await second.locator('#keep-behind').check();
      await second.locator('#passphrase').fill('sopa tren lluvia nueve');
      await second.locator('#phrase-go').click();
      await second.locator('#keep-state').getByText('with your passphrase').waitFor();
      await page.locator('#lost').getByText('another passphrase').waitFor();
      await page.locator('#locked').waitFor();
      await page.locator('#passphrase').fill('sopa tren lluvia nueve');
      await press('phrase-go');
      await page.locator('#lost').waitFor({ state: 'detached' });
      await second.locator('#keep-no').check();
      assert.equal(await stored(), '');
      await second.close();
      await page.goto('about:blank');
    }],
    ['a passphrase closes what is kept; a wrong one is told, and loses nothing', async () => {
      await page.goto(url);
      await page.locator('#keep-behind').check();
      await page.locator('#passphrase').fill('short');
      await press('phrase-go');
      await page.locator('#phrase-error').getByText('at least 8').waitFor();
      await press('begin');
      assert.equal(await page.locator('#start').count(), 1);
      await page.locator('#passphrase').fill('sopa tren lluvia nueve');
      await shot(page, 'keep-passphrase');
      await usable(page, 'a passphrase');
      await press('phrase-go');
      await page.locator('#keep-state').getByText('with your passphrase').waitFor();
      await press('begin');
      await to('role');
      await answer(page, of('role'));
      await to('how_in_touch');
      await write('how_in_touch', 'Behind a passphrase.');
      await page.waitForTimeout(200);
      const kept = await stored();
      assert.ok(kept.includes('locked') && !kept.includes('Behind') && !kept.includes('how_in_touch'), kept);
      // Another window opens it with the same passphrase, and both meet.
      second = watched(await window.newPage());
      await second.goto(url);
      await second.locator('#passphrase').fill('sopa tren lluvia ocho');
      await second.locator('#phrase-go').click();
      await second.locator('#phrase-error').getByText('another passphrase').waitFor();
      await shot(second, 'keep-locked');
      await usable(second, 'locked');
      assert.equal(await stored(), kept);
      await second.locator('#passphrase').fill('sopa tren lluvia nueve');
      await second.keyboard.press('Enter');
      await second.locator('.remark').getByText('has kept your answers').waitFor();
      await to('how_in_touch', second);
      await shows('how_in_touch', 'Behind a passphrase.', second);
      await write('how_in_touch', 'Written in the second one.', second);
      await shows('how_in_touch', 'Written in the second one.');
      // Two windows do not keep each other writing.
      await page.waitForTimeout(200);
      const still = await stored();
      await page.waitForTimeout(200);
      assert.equal(await stored(), still);
      await second.close();
      await page.reload();
      await page.locator('#locked').waitFor();
      assert.ok(!(await page.content()).includes('Written in the second one.'));
      // What is written before the passphrase comes to mind stands beside what was kept.
      await press('begin');
      await to('how_in_touch');
      await write('how_in_touch', 'Written before it was opened.');
      await page.evaluate(() => { window.location.hash = '#answers'; });
      await page.locator('#passphrase').fill('sopa tren lluvia nueve');
      await press('phrase-go');
      await page.locator('.remark').getByText('has kept your answers').waitFor();
      await page.waitForTimeout(300);
      await to('how_in_touch');
      await shows('how_in_touch', 'Written before it was opened.');
      await earlier('how_in_touch').getByText('Written in the second one.').waitFor();
      await page.evaluate(() => { window.location.hash = '#start'; });
      await page.locator('#keep-no').check();
      assert.equal(await stored(), '');
    }],
    ['a phone hands the answers on; the file has a name in the language of the form', async () => {
      await page.addInitScript(() => {
        window.shared = [];
        navigator.canShare = ({ files }) => files.every((it) => it.type === 'text/plain');
        navigator.share = async ({ files }) => {
          if (window.refuse) throw new DOMException('no', window.refuse);
          window.shared.push([files[0].name, await files[0].text()]);
        };
      });
      await page.setViewportSize(PHONE);
      await page.goto('about:blank');
      await page.goto(url);
      await page.locator('#keep-own').check();
      await press('begin');
      await to('role');
      await answer(page, of('role'));
      await page.getByRole('button', { name: 'Español' }).click();
      await page.evaluate(() => { window.location.hash = '#answers'; });
      await press('send');
      await page.locator('#saved').getByText('respuestas-letter-hospice.txt').waitFor();
      const [[name, text]] = await page.evaluate(() => window.shared);
      assert.equal(name, 'respuestas-letter-hospice.txt');
      fs.writeFileSync(path.join(matter, name), text);
      await shot(page, 'keep-shared-es');
      await usable(page, 'shared');
      assert.match(await stored(), /physician/);
      await page.evaluate(() => { window.refuse = 'AbortError'; });
      await press('send');
      await page.locator('#saved').getByText('No se envió nada').waitFor();
      await page.evaluate(() => { window.refuse = 'NotAllowedError'; });
      const [download] = await Promise.all([page.waitForEvent('download'), press('send')]);
      assert.equal(download.suggestedFilename(), 'respuestas-letter-hospice.txt');
      const taken = affiant(program, 'import', path.join(matter, name), '--matter', matter, '--yes');
      assert.equal(taken.status, 0, taken.stderr);
      assert.match(taken.stdout, /took 1 answer/);
      // Who can send no file sends a code.
      await page.locator('#code-part summary').click();
      await press('code-show');
      const code = await page.locator('#code').innerText();
      assert.match(code, /^AFFIANT-CODE 1 /);
      await page.evaluate(() => { navigator.clipboard.writeText = async (it) => { window.copied = it; }; window.print = () => { window.printed = document.documentElement.className; }; });
      await press('code-copy');
      await page.locator('#code-said').getByText('copiado').waitFor();
      await press('code-print');
      assert.deepEqual(await page.evaluate(() => [window.copied.trim(), window.printed]), [code.trim(), 'printing-code']);
      await shot(page, 'keep-code-es');
      await fits(page, 'the code');
      await usable(page, 'the code');
      await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => document.documentElement.classList.add('printing-code'));
      assert.equal((await page.locator('main').innerText()).trim().split(/\s+/)[0], 'AFFIANT-CODE');
      await shot(page, 'keep-code-printed');
      await page.evaluate(() => document.documentElement.classList.remove('printing-code'));
      await page.emulateMedia({ media: 'screen' });
      fs.writeFileSync(path.join(matter, 'code.txt'), `Hola, aquí va:\n\n${code}\nGracias`);
      const again = affiant(program, 'import', path.join(matter, 'code.txt'), '--matter', matter, '--yes');
      assert.match(again.stdout, /says all of this already/, again.stderr);
      // Not everybody who presses it means it.
      answers.push(false);
      await press('sent');
      assert.match(await stored(), /physician/);
    }],
    ['whoever hears the page is told what others see', async () => {
      await page.goto('about:blank');
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${url}#1`);
      await page.locator('#part').waitFor();
      let corrects = 0;
      let instead = 0;
      for (let part = 1; await page.locator('#part').count(); part += 1) {
        const all = await tree(page);
        const headings = all.filter(({ role }) => role === 'heading');
        const asks = await page.locator('#questions > .question .ask, #questions > .whole > legend').allInnerTexts();
        for (const ask of asks) assert.ok(headings.some(({ name }) => name === ask.trim()), `${ask} is no heading of ${headings.map(({ name }) => name)}`);
        headings.map(({ is }) => is.level).reduce((before, level) => { assert.ok(level <= before + 1, `level ${level}`); return level; }, 0);
        const named = all.filter(({ role, name }) => role === 'DisclosureTriangle' && name.startsWith('Correct this')).map(({ name }) => name);
        assert.equal(new Set(named).size, named.length);
        assert.ok(named.every((name) => name.length > 'Correct this '.length), named.join());
        corrects += named.length;
        const groups = all.filter(({ role, name }) => role === 'group' && name.startsWith('Instead of an answer')).map(({ name }) => name);
        const shown = await page.locator('.question:has(.instead:not([hidden])) .ask').allInnerTexts();
        for (const ask of shown) assert.ok(groups.some((name) => name.includes(ask.trim())), `no group names ${ask}`);
        instead += shown.length;
        const before = part;
        await page.evaluate((hash) => { window.location.hash = hash; }, `#${before + 1}`);
        await page.waitForTimeout(60);
        assert.ok(part < 40);
        if (!(await page.locator('#part').count()) || await page.locator('#start').count()) break;
      }
      assert.ok(corrects > 2 && instead > 2, `${corrects} ${instead}`);
    }],
    ['a mistake and new questions are announced, and what was said is not said again', async () => {
      await page.goto('about:blank');
      await page.evaluate(() => undefined);
      await page.goto(url);
      await to('known_since');
      await watch(page);
      await write('known_since', '2025-02-30');
      await error(page, 'known_since').getByText('The calendar has no such day').waitFor();
      let told = await said(page);
      assert.ok(told.some((it) => it.includes('The calendar has no such day')), JSON.stringify(told));
      const all = await tree(page);
      const live = all.filter(({ is }) => is.live && is.live !== 'off');
      assert.ok(live.some((one) => heard(all, one).includes('The calendar has no such day')));
      const field = all.find(({ role, is }) => role === 'textbox' && is.invalid === 'true');
      assert.match(field.node.description?.value ?? '', /The calendar has no such day/);
      await control(page, 'known_since').focus();
      await control(page, 'known_since').blur();
      assert.deepEqual(await said(page), told);
      await write('known_since', 'March 2025');
      await to('role');
      await watch(page);
      await question(page, 'role').locator('input[value="friend"]').check();
      await page.waitForTimeout(100);
      await question(page, 'role').locator('input[value="physician"]').check();
      await question(page, 'position').waitFor();
      const ask = (await question(page, 'subject_is').locator('.ask').innerText()).trim();
      told = await said(page);
      assert.ok(told.some((it) => it.includes('more questions') && it.includes(ask)), JSON.stringify(told));
    }],
    ['nothing lies over anything, however large the letters are, in both languages', async () => {
      for (const language of ['Español', 'English']) {
        await page.getByRole('button', { name: language }).click();
        for (const hash of ['#start', '#1', '#3', '#answers']) {
          await page.evaluate((at) => { window.location.hash = at; }, hash);
          await page.waitForTimeout(60);
          for (const [name, viewport] of [['phone', PHONE], ['200', ZOOMED], ['400', LARGE], ['desk', { width: 1280, height: 900 }]]) {
            await page.setViewportSize(viewport);
            await fits(page, `${hash} at ${name}`);
            await apart(page, `${hash} at ${name}`);
            await shot(page, `keep-${language.slice(0, 2)}-${hash.slice(1)}-${name}`);
          }
        }
      }
    }],
    ['a browser that keeps nothing, or cannot lock, says so', async () => {
      const fails = [
        () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; },
        () => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); },
      ];
      for (const fail of fails) {
        const other = await open(browser);
        await other.page.addInitScript(fail);
        await other.page.goto(url);
        for (const choice of ['own', 'behind']) {
          await other.page.locator(`#keep-${choice}`).click();
          if (choice === 'behind') {
            await other.page.locator('#passphrase').fill('sopa tren lluvia nueve');
            await press('phrase-go', other.page);
          }
          await other.page.locator('#keep-state').getByText('does not let this page keep anything').waitFor();
          assert.equal(await other.page.locator('#keeping input:checked').count(), 0);
        }
        other.quiet();
        await other.context.close();
      }
      const old = await open(browser);
      await old.page.addInitScript(() => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined }));
      await old.page.goto(url);
      await old.page.locator('#keeping').getByText('cannot lock what it keeps').waitFor();
      assert.equal(await old.page.locator('#keep-behind').count(), 0);
      await old.context.close();
    }],
    ['it is filled with the keys alone', async () => {
      await page.evaluate(() => localStorage.clear());
      await page.goto('about:blank');
      await page.goto(url);
      await page.locator('#begin').waitFor();
      const tab = async (until) => {
        for (let at = 0; at < 80; at += 1) {
          await page.keyboard.press('Tab');
          const here = await page.evaluate(() => { const it = document.activeElement; return `${it.id} ${it.name ?? ''}`; });
          if (until.test(here)) return;
        }
        assert.fail(`no key leads to ${until}`);
      };
      await tab(/keep-own/);
      await page.keyboard.press('Space');
      await tab(/begin/);
      await page.keyboard.press('Enter');
      await page.locator('#part').waitFor();
      for (let part = 1; !(await page.locator('[data-path="role"]').count()); part += 1) {
        assert.ok(part < 10);
        await tab(/^next/);
        await page.keyboard.press('Enter');
        await page.waitForTimeout(60);
      }
      await tab(/ role$/);
      await page.keyboard.press('Space');
      assert.match(await stored(), /"role"/);
      window.quiet();
    }],
  ]);
});
