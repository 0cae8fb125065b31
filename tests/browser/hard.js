// What goes wrong around a form: two tabs, a server that is killed, no mouse, large letters, another direction and language.
'use strict';

const assert = require('node:assert/strict');
const { given, serve } = require('./lib/affiant.js');
const { PHONE, ZOOMED, apart, fits, open, shot, steps, usable, withBrowser } = require('./lib/browser.js');
const { answer, control, enter, fillAll, paths, question, saved, saves, toPart } = require('./lib/form.js');
const { fresh, kept, onDisk } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();
const DRAFT = ['--draft', 'letter-hospice'];

// Goes to a control with Tab alone, as somebody without a mouse.
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const { name = '', value = '', type = '' } = document.activeElement || {};
      return { name, value, type };
    });
    if (wanted(at)) return;
  }
  throw new Error('150 Tabs did not lead there');
}

// Answers with keys alone: Tab, letters, arrows, Space.
async function key(page, it) {
  const name = it.said ? `${it.path}~said` : it.path;
  if (it.choose !== undefined) {
    const radio = question(page, it.path).locator(`input[type=radio][name="${name}"]`);
    // A group of buttons is one stop of Tab; arrows choose in it.
    await tabTo(page, (at) => at.name === name);
    for (let i = 0; i < await radio.count() + 1; i += 1) {
      const here = await page.evaluate(() => document.activeElement.value);
      if (here === it.choose) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Space');
  } else if (it.said) {
    await tabTo(page, (at) => at.name === name && at.value === it.said);
    await page.keyboard.press('Space');
  } else {
    await tabTo(page, (at) => at.name === name);
    await page.keyboard.insertText(it.type);
  }
}

withBrowser(async (browser) => steps([
  ['of two tabs that write the same answer the later wins, and the earlier is kept and shown', async () => {
    const matter = fresh(example);
    const server = await serve(program, matter, ...DRAFT);
    const window = await open(browser);
    const one = window.page;
    await enter(one, server);
    await toPart(one, 'role');
    await answer(one, LETTER[0]);
    await kept(matter, /role *= "physician"/);
    await question(one, 'position').waitFor();
    const other = await window.newPage();
    await other.goto(one.url());
    await control(one, 'position').fill('a doctor of the first window');
    await control(one, 'position').blur();
    await kept(matter, /doctor of the first window/);
    await control(other, 'position').fill('a doctor of the second window');
    await control(other, 'position').blur();
    await kept(matter, /position *= "a doctor of the second window"/);
    assert.match(onDisk(matter), /a doctor of the first window/, 'the earlier text is kept');
    const earlier = question(other, 'position').locator('.earlier');
    await earlier.getByText('a doctor of the first window').waitFor();
    await shot(other, 'hard-two-tabs');
    await usable(other, 'an earlier text');
    // And it comes back when it was the better one.
    await earlier.getByRole('button').click();
    await kept(matter, /position *= "a doctor of the first window"/);
    window.quiet();
    await window.context.close();
    await server.interrupt();
  }],
  ['a killed server loses nothing that it said is saved, and what was not saved is said', async () => {
    const matter = fresh(example);
    const server = await serve(program, matter, ...DRAFT);
    const window = await open(browser);
    const { page } = window;
    await enter(page, server);
    await toPart(page, 'role');
    await answer(page, LETTER[0]);
    await question(page, 'position').waitFor();
    await control(page, 'position').fill('a pediatric oncologist');
    await saved(page);
    await kept(matter, /pediatric oncologist/);
    await server.kill();
    await control(page, 'how_in_touch').fill('I see T.P. every Thursday.');
    await control(page, 'how_in_touch').blur();
    await page.getByText(/not saved/i).first().waitFor();
    await shot(page, 'hard-not-saved');
    await usable(page, 'not saved');
    assert.match(onDisk(matter), /pediatric oncologist/);
    const again = await serve(program, matter, ...DRAFT, '--port', server.port);
    // The page says that it needs the new address, and is saved once it has it.
    await page.locator('#again-a').waitFor();
    await shot(page, 'hard-again');
    await usable(page, 'started again');
    await page.locator('#again-a').fill('http://127.0.0.1:1/open/nothing');
    await page.locator('#again-go').click();
    assert.equal(await page.locator('#again-a').getAttribute('aria-invalid'), 'true');
    await page.locator('#again-a').fill(again.url);
    const came = page.waitForNavigation();
    await page.locator('#again-go').click();
    await kept(matter, /I see T.P. every Thursday/);
    await came;
    assert.ok(!page.url().startsWith(server.home));
    assert.equal(await control(page, 'how_in_touch').inputValue(), 'I see T.P. every Thursday.');
    window.expect(/ERR_CONNECTION_REFUSED/);
    window.expect(/status of 403/);
    await window.context.close();
    await again.interrupt();
  }],
  ['the letter is filled with the keyboard alone', async () => {
    const matter = fresh(example);
    const server = await serve(program, matter, ...DRAFT);
    const window = await open(browser);
    const { page } = window;
    await enter(page, server);
    const done = new Set();
    // Fills the page and goes on, as far as it stays.
    const fillOne = async () => {
      for (;;) {
        const there = await paths(page);
        const next = LETTER.find((it) => there.includes(it.path) && !done.has(it.path));
        if (!next) break;
        const before = await saves(page);
        await key(page, next);
        done.add(next.path);
        // Whoever chooses looks at what the choice brings.
        if (next.choose !== undefined) await saved(page, before);
      }
      await tabTo(page, ({ name, value }) => name === '~do' && value === 'next');
      // The next part comes; or what the last answer brought is asked first.
      const count = await page.evaluate(() => {
        window.same = true;
        return document.querySelectorAll('[data-path]').length;
      });
      await page.keyboard.press('Enter');
      await page.waitForFunction((there) => (window.same
        ? document.querySelectorAll('[data-path]').length > there : document.readyState === 'complete'), count);
    };
    for (let at = 0; !page.url().includes('/review'); at += 1) {
      assert.ok(at < 40, 'the form goes round in circles');
      await fillOne().catch((error) => {
        // What the last answer brought can come a moment before the next part does: then that part is begun anew.
        if (!String(error).includes('context was destroyed')) throw error;
      });
    }
    assert.match(onDisk(matter), /signed_at *= "Sampleton, Illinois"/);
    window.quiet();
    await window.context.close();
    await server.interrupt();
  }],
  ['at 200 % and on a phone, from right to left and in Spanish nothing is cut off', async () => {
    const matter = fresh(example);
    const server = await serve(program, matter, ...DRAFT, '--language', 'es');
    const window = await open(browser, { viewport: ZOOMED });
    const { page } = window;
    await enter(page, server);
    assert.equal(await page.locator('html').getAttribute('lang'), 'es');
    const look = async (name) => {
      for (const [size, viewport] of [['zoomed', ZOOMED], ['phone', PHONE]]) {
        await page.setViewportSize(viewport);
        await fits(page, `${name}, ${size}`);
        await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
        await shot(page, `hard-${name}-${size}-rtl`);
        await fits(page, `${name}, ${size}, right to left`);
        await apart(page, `${name}, ${size}, right to left`);
        await page.evaluate(() => { document.documentElement.removeAttribute('dir'); });
      }
      await usable(page, `${name} in Spanish`);
    };
    await fillAll(page, LETTER, { look });
    await look('review');
    window.quiet();
    await window.context.close();
    await server.interrupt();
  }],
]));
