// The offline form: one file, opened from the disk with no network, filled with mistakes, saved sealed, and taken in again.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { affiant, given } = require('./lib/affiant.js');
const { PHONE, ZOOMED, apart, fits, open, shot, steps, usable, withBrowser } = require('./lib/browser.js');
const { answer, control, error, fillPage, paths, question } = require('./lib/form.js');
const { fresh, onDisk } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();
const of = (name) => LETTER.find((it) => it.path === name);
const must = (...args) => {
  const done = affiant(program, ...args);
  assert.equal(done.status, 0, `affiant ${args.join(' ')}:\n${done.stdout}${done.stderr}`);
  return done;
};

withBrowser(async (browser) => {
  const matter = fresh(example);
  must('key', 'new', matter);
  const file = path.join(matter, 'letter.html');
  must('kit', matter, '--draft', 'letter-hospice', '-o', file);
  const parcel = path.join(matter, 'answers.json');
  const window = await open(browser);
  const { page } = window;
  await window.context.setOffline(true);
  page.on('dialog', (dialog) => dialog.accept());

  const sizes = [['desk', { width: 1280, height: 900 }], ['phone', PHONE], ['zoomed', ZOOMED]];
  const look = async (name) => {
    for (const [size, viewport] of sizes) {
      await page.setViewportSize(viewport);
      await fits(page, `${name}, ${size}`);
      await shot(page, `kit-${name}-${size}`);
    }
    await usable(page, `${name} on a desk`);
    await page.setViewportSize(PHONE);
    await usable(page, `${name} on a phone`);
    window.quiet();
  };
  const press = (id) => page.locator(`#${id}`).click();
  // The form shows another part a moment after its address has changed.
  const until = async (holds, tries = 250) => {
    for (; tries > 0; tries -= 1) {
      const now = await paths(page);
      if (holds(now)) return now;
      await page.waitForTimeout(20);
    }
    return paths(page);
  };
  // Goes on; the form stays once where an answer has brought further questions.
  const forward = async () => {
    const before = String(await paths(page));
    await press('next');
    return until((now) => String(now) !== before, 25);
  };
  const stored = () => page.evaluate(() => [Object.values(localStorage), Object.values(sessionStorage)].flat().join('\n'));
  // Goes to the part that asks a question, and gives its path: the file names the items of lists by itself.
  const onTo = async (wanted) => {
    const asked = async () => (await paths(page)).find((it) => (wanted.test ? wanted.test(it) : wanted === it));
    for (let part = 1; !(await asked()); part += 1) {
      assert.ok(part < 40, `no part asks ${wanted}`);
      await page.evaluate((hash) => new Promise((resolve) => {
        if (window.location.hash === hash) resolve();
        window.addEventListener('hashchange', () => setTimeout(resolve), { once: true });
        window.location.hash = hash;
      }), `#${part}`);
    }
    return asked();
  };

  let first = '';

  await steps([
    ['the file is small, and holds nothing of the case that the letter does not need', async () => {
      const html = fs.readFileSync(file, 'utf8');
      assert.ok(html.length <= 300_000, `${html.length} bytes`);
      for (const secret of ['000111222', 'Calle de la Muestra', '1988-04-12', 'Tobías', 'Teodora', 'Benito', 'Hospital Drive', 'Embassy']) {
        assert.ok(!html.includes(secret), `${secret} is in the file`);
      }
    }],
    ['it opens from the disk, without a network', async () => {
      await page.goto(pathToFileURL(file).href);
      await page.locator('#begin').waitFor();
      await look('start');
    }],
    ['nothing is kept in the browser unless it is asked for, and that is asked before anything is written', async () => {
      for (const choice of ['own', 'behind', 'no']) assert.equal(await page.locator(`#keep-${choice}`).isChecked(), false);
      await press('begin');
      await page.locator('#keep-state').getByText('Please choose').waitFor();
      assert.equal(await page.locator('#start').count(), 1);
      await page.locator('#keep-no').check();
      await press('begin');
      await onTo('role');
      await answer(page, of('role'));
      await question(page, 'position').waitFor();
      await control(page, 'position').fill('a doctor whom nobody keeps');
      await look('first');
      assert.equal(await stored(), '');
      await page.reload();
      assert.ok(!(await page.content()).includes('whom nobody keeps'));
    }],
    ['mistakes are told at the field, and what was typed stays', async () => {
      await page.goto(pathToFileURL(file).href);
      await page.locator('#keep-no').check();
      await press('begin');
      await onTo('role');
      await answer(page, of('role'));
      await onTo('known_since');
      await control(page, 'known_since').fill('2025-02-30');
      await control(page, 'known_since').blur();
      await error(page, 'known_since').getByText('The calendar has no such day').waitFor();
      assert.equal(await control(page, 'known_since').inputValue(), '2025-02-30');
      await look('mistake');
      await control(page, 'known_since').fill('3/4/2025');
      await control(page, 'known_since').blur();
      await error(page, 'known_since').getByRole('button', { name: 'April 3, 2025' }).click();
      assert.equal((await error(page, 'known_since').innerText()).trim(), '');
    }],
    ['the sentence of the paper is shown while it is written, and what no page can print goes at one press', async () => {
      await page.evaluate(() => { location.hash = '#1'; });
      await onTo('position');
      await control(page, 'position').pressSequentially('I am a nurse.');
      await question(page, 'position').getByText('In the paper: I am a nurse').waitFor();
      await control(page, 'position').fill('a nurse 🙏 at Elm Hospital');
      await control(page, 'position').blur();
      await question(page, 'position').locator('.advice').getByText('🙏 (U+1F64F)').waitFor();
      await look('emoji');
      await question(page, 'position').locator('.advice button').click();
      assert.equal(await control(page, 'position').inputValue(), 'a nurse at Elm Hospital');
      assert.equal((await question(page, 'position').locator('.advice').innerText()).trim(), '');
      await control(page, 'position').fill('a nurse \u202eat Elm');
      await control(page, 'position').blur();
      await error(page, 'position').getByRole('button').click();
      assert.equal(await control(page, 'position').inputValue(), 'a nurse at Elm');
      assert.equal((await error(page, 'position').innerText()).trim(), '');
      await control(page, 'position').fill('');
      await control(page, 'position').blur();
    }],
    ['lines that a mail broke are joined at one press', async () => {
      await onTo('how_in_touch');
      const broken = 'I have known Marisela since the spring of\n2014, when our daughters were in the same\nclass. Since then we have met very often.';
      await control(page, 'how_in_touch').fill(broken);
      await control(page, 'how_in_touch').blur();
      await question(page, 'how_in_touch').locator('.advice button').click();
      assert.equal(await control(page, 'how_in_touch').inputValue(), broken.replaceAll('\n', ' '));
      await control(page, 'how_in_touch').fill('see attached');
      await control(page, 'how_in_touch').blur();
      await question(page, 'how_in_touch').locator('.advice').getByText('no answer').waitFor();
    }],
    ['what weakens a letter is remarked', async () => {
      await onTo('how_in_touch');
      await control(page, 'how_in_touch').fill('She is a wonderful mother and deserves status.');
      await control(page, 'how_in_touch').blur();
      await question(page, 'how_in_touch').locator('.advice').getByText('This praises').waitFor();
      await look('advice');
    }],
    ['what is kept on this computer is there after a reload, and an occasion comes and goes', async () => {
      await page.evaluate(() => { location.hash = '#start'; });
      await page.locator('#keep-own').check();
      assert.match(await stored(), /wonderful mother/);
      await page.reload();
      await page.locator('#begin').waitFor();
      await press('begin');
      await onTo('may_share_health');
      await answer(page, of('may_share_health'));
      first = await onTo(/^episodes\..*\.what$/);
      await control(page, first).fill(of('episodes.e1.what').type);
      await control(page, first).blur();
      await question(page, 'episodes+').locator('button').first().click();
      await page.locator('#remove').waitFor();
      const second = (await paths(page)).find((it) => /^episodes\..*\.what$/.test(it));
      assert.notEqual(second, first);
      await control(page, second).fill('A second occasion.');
      await look('second');
      await press('remove');
      await page.locator('#put-back').waitFor();
      await look('removed');
      // It can be put back later too, with whatever was written since.
      await onTo(first);
      await control(page, first).fill(`${of('episodes.e1.what').type} And more.`);
      await page.evaluate(() => { location.hash = '#answers'; });
      await page.locator('#removed').getByText('A second occasion.').waitFor();
      await look('taken-out');
      await page.locator('#removed button').click();
      assert.match(await page.locator('#answers dl').allInnerTexts().then(String), /And more\.[^]*A second occasion\./);
      await page.locator('#answers button.change').filter({ hasText: 'Change' }).last().waitFor();
      await onTo(second);
      await press('remove');
      await onTo(first);
      await control(page, first).fill(of('episodes.e1.what').type);
    }],
    ['the browser’s own back button leads back', async () => {
      const before = String(await paths(page));
      await page.evaluate(() => { location.hash = '#1'; });
      const first = await until((now) => String(now) !== before);
      assert.notDeepEqual(await forward(), first);
      await page.goBack();
      assert.deepEqual(await until((now) => String(now) === String(first)), first);
    }],
    ['part by part to the list of all answers', async () => {
      const letter = LETTER.map((it) => ({ ...it, path: it.path.replace('episodes.e1.', first.replace('what', '')) }));
      for (let at = 0; !(await page.locator('#answers').count()); at += 1) {
        assert.ok(at < 40, 'the form goes round in circles');
        await fillPage(page, letter, async () => { await page.waitForTimeout(20); });
        await look(`part ${at + 1}`);
        await forward();
      }
      await look('answers');
      const answers = (await page.locator('#answers').innerText()).replace(/\s+/g, ' ');
      for (const { type, read = type } of LETTER.filter((it) => it.type)) {
        assert.ok(answers.includes(read.replace(/\s+/g, ' ')), `${read} is not in:\n${answers}`);
      }
    }],
    ['printed, it is a reading copy without buttons', async () => {
      await page.emulateMedia({ media: 'print' });
      await shot(page, 'kit-printed');
      const shown = await page.locator('button').evaluateAll((all) => all.filter((it) => it.getClientRects().length > 0).map((it) => it.textContent));
      assert.deepEqual(shown, []);
      assert.match(await page.locator('#answers').innerText(), /reading copy/i);
      await page.emulateMedia({ media: 'screen' });
    }],
    ['in Spanish and from right to left nothing lies over anything', async () => {
      await page.getByRole('button', { name: 'Español' }).click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'es');
      await look('answers-es');
      await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
      await fits(page, 'right to left');
      await apart(page, 'right to left');
      await shot(page, 'kit-rtl');
      await page.getByRole('button', { name: 'English' }).click();
    }],
    ['the answers are saved sealed, and what is kept stays until they are sent', async () => {
      const [download] = await Promise.all([page.waitForEvent('download'), press('save')]);
      assert.equal(download.suggestedFilename(), 'answers-letter-hospice.json');
      await download.saveAs(parcel);
      await look('saved');
      const sealed = fs.readFileSync(parcel, 'utf8');
      for (const words of ['oncologist', 'sarcoma', 'Lucía']) assert.ok(!sealed.includes(words), `${words} can be read`);
      // A download that got lost is no reason to begin anew.
      await page.reload();
      await page.locator('#answers').getByText('sarcoma').waitFor();
      await press('sent');
      await page.locator('#saved').getByText('taken out').waitFor();
      await look('sent');
      assert.equal(await stored(), '');
      assert.match(await page.locator('#answers').innerText(), /sarcoma/);
    }],
    ['nothing but the file itself was asked for', async () => {
      const others = window.asked.filter((url) => !url.startsWith(pathToFileURL(file).href) && !url.startsWith('blob:'));
      assert.deepEqual(others, []);
    }],
    ['the lawyer takes them in', async () => {
      const taken = must('import', parcel, '--matter', matter, '--yes');
      assert.match(taken.stdout, /took 22 answers/);
      assert.match(onDisk(matter), /role *= "physician"/);
    }],
  ]);
});
