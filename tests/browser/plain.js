// The physician's letter from nothing on a phone and without script: each section is posted, and comes back with what must be mended.
'use strict';

const assert = require('node:assert/strict');
const { given, serve } = require('./lib/affiant.js');
const { PHONE, fits, open, shot, steps, usable, withBrowser } = require('./lib/browser.js');
const { answer, control, enter, error, fillAll, go, press, question, toPart } = require('./lib/form.js');
const { fresh, onDisk } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();

withBrowser(async (browser) => {
  const matter = fresh(example);
  const server = await serve(program, matter, '--draft', 'letter-hospice');
  const window = await open(browser, { viewport: PHONE, script: false });
  const { page } = window;
  const look = async (name) => {
    await shot(page, `plain-${name}`);
    await usable(page, name);
    await fits(page, name);
    window.quiet();
  };

  await steps([
    ['the first section opens', async () => {
      await enter(page, server);
      await look('first');
    }],
    ['what an answer brings is on the next page', async () => {
      await toPart(page, 'role');
      await answer(page, LETTER[0]);
      await go(page, 'next');
      await question(page, 'position').waitFor();
    }],
    ['mistakes come back with the page, at their fields, and nothing typed is lost', async () => {
      await control(page, 'position').fill('a pediatric oncologist');
      await control(page, 'known_since').fill('2025-02-30');
      await go(page, 'next');
      assert.match(await error(page, 'known_since').innerText(), /The calendar has no such day/);
      assert.equal(await control(page, 'known_since').inputValue(), '2025-02-30');
      assert.match(onDisk(matter), /position *= "a pediatric oncologist"/);
      await look('mistake');
    }],
    ['of an ambiguous day one is picked', async () => {
      await control(page, 'known_since').fill('3/4/2025');
      await go(page, 'next');
      await look('ambiguous');
      await error(page, 'known_since').getByRole('button', { name: 'April 3, 2025' }).click();
      await page.waitForLoadState();
      assert.match(onDisk(matter), /known_since *= 2025-04-03/);
    }],
    ['section after section, to the review', async () => {
      await fillAll(page, LETTER, { look });
      await look('review');
    }],
  ]);
  await server.interrupt();
});
