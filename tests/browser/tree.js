// What somebody hears who does not see the page: its accessibility tree, as the browser hands it to a screen reader.
'use strict';

const assert = require('node:assert/strict');
const { given, serve } = require('./lib/affiant.js');
const { LARGE, PHONE, ZOOMED, open, shot, steps, withBrowser } = require('./lib/browser.js');
const { answer, control, enter, go, question, saved, saves, toPart } = require('./lib/form.js');
const { heard, said, tree, watch } = require('./lib/heard.js');
const { fresh, kept } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();

withBrowser(async (browser) => {
  const matter = fresh(example);
  const server = await serve(program, matter, '--draft', 'letter-hospice');
  const window = await open(browser);
  const { page } = window;

  await steps([
    ['every question is a heading, and its control has its words', async () => {
      await enter(page, server);
      for (let part = 1; !page.url().includes('/review'); part += 1) {
        assert.ok(part < 30);
        const all = await tree(page);
        const headings = all.filter(({ role }) => role === 'heading').map(({ name }) => name);
        const asks = await page.locator('.questions > .question .ask').allInnerTexts();
        for (const ask of asks) assert.ok(headings.includes(ask.trim()), `${ask} is no heading of ${JSON.stringify(headings)}`);
        const levels = all.filter(({ role }) => role === 'heading').map(({ is }) => is.level);
        levels.reduce((before, level) => { assert.ok(level <= before + 1, `${levels}`); return level; }, 0);
        await go(page, 'next');
      }
    }],
    ['what says “Correct this” or “I don’t know” says of what', async () => {
      await page.goto(`${server.home}/letter-hospice/?section=1`);
      await toPart(page, 'proposed.people.ada.email');
      let all = await tree(page);
      const corrects = all.filter(({ role, name }) => role === 'DisclosureTriangle' && name.startsWith('Correct this'));
      assert.ok(corrects.length > 2, JSON.stringify(all.filter(({ name }) => name.startsWith('Correct'))));
      assert.equal(new Set(corrects.map(({ name }) => name)).size, corrects.length, 'each is another');
      assert.ok(corrects.some(({ name }) => name.includes('What is your e-mail address?')), corrects.map(({ name }) => name).join());
      await toPart(page, 'known_since');
      all = await tree(page);
      const groups = all.filter(({ role, name }) => role === 'group' && name.startsWith('Instead of an answer'));
      const asks = await page.locator('.question:has(.instead) .ask').allInnerTexts();
      assert.equal(groups.length, asks.length);
      for (const ask of asks) assert.ok(groups.some(({ name }) => name.includes(ask.trim())), `no group names ${ask}`);
    }],
    ['what is wrong with a date is announced, and nothing says that all is well', async () => {
      await watch(page);
      await control(page, 'known_since').fill('2025-02-30');
      await control(page, 'known_since').blur();
      await question(page, 'known_since').getByText('The calendar has no such day').waitFor();
      const all = await tree(page);
      const live = all.filter(({ is }) => is.live && is.live !== 'off');
      const error = live.find((one) => heard(all, one).includes('The calendar has no such day'));
      assert.ok(error, JSON.stringify(live.map((one) => heard(all, one))));
      const told = await said(page);
      assert.ok(told.some((it) => it.includes('The calendar has no such day')), JSON.stringify(told));
      assert.ok(told.some((it) => it.includes('One answer has to be looked at again')), JSON.stringify(told));
      assert.ok(!told.some((it) => it.includes('Everything is saved,')), JSON.stringify(told));
      const field = all.find(({ role, name, is }) => role === 'textbox' && is.invalid === 'true' && name);
      assert.match(field.node.description?.value ?? '', /The calendar has no such day/);
      // Whoever goes on is held once, at the mistake.
      await go(page, 'next');
      assert.match(await page.locator('#errors').innerText(), /The calendar has no such day/);
      await page.waitForFunction(() => document.activeElement.name === 'known_since');
      await go(page, 'next');
      assert.equal(await question(page, 'known_since').count(), 0);
      const elsewhere = page.locator('section.errors');
      assert.match(await elsewhere.innerText(), /The calendar has no such day/);
      await shot(page, 'tree-elsewhere');
      await elsewhere.getByRole('button').click();
      await question(page, 'known_since').waitFor();
      await control(page, 'known_since').fill('March 2025');
      await control(page, 'known_since').blur();
      await kept(matter, /2025-03/);
    }],
    ['questions that an answer brings are announced by name', async () => {
      await toPart(page, 'role');
      await watch(page);
      const before = await saves(page);
      await answer(page, LETTER[0]);
      await saved(page, before);
      await question(page, 'position').waitFor();
      const ask = (await question(page, 'subject_is').locator('.ask').innerText()).trim();
      const told = await said(page);
      assert.ok(told.some((it) => it.includes('more questions') && it.includes(ask)), JSON.stringify(told));
      const all = await tree(page);
      const news = all.find((one) => one.role === 'status' && heard(all, one).includes('more questions'));
      assert.ok(news, 'the news stands in a live region');
    }],
    ['the word that all is saved lies over no text, however large the letters are', async () => {
      for (const [name, viewport] of [['200', ZOOMED], ['400', LARGE], ['phone', PHONE]]) {
        await page.setViewportSize(viewport);
        await control(page, 'how_in_touch').fill(`At ${name}.`);
        const before = await saves(page);
        await control(page, 'how_in_touch').blur();
        await saved(page, before - 1);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        for (let top = 0; top < height; top += viewport.height / 2) {
          await page.evaluate((to) => window.scrollTo(0, to), top);
          const covered = await page.evaluate(() => {
            const box = document.getElementById('state').getBoundingClientRect();
            const found = [];
            const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const parent = node.parentElement;
              if (!node.data.trim() || parent.closest('#state, template') || !parent.checkVisibility()) continue;
              if (getComputedStyle(parent).clipPath !== 'none') continue;
              const range = document.createRange();
              range.selectNodeContents(node);
              for (const it of range.getClientRects()) {
                const across = Math.min(it.right, box.right) - Math.max(it.left, box.left);
                const down = Math.min(it.bottom, box.bottom) - Math.max(it.top, box.top);
                if (across > 2 && down > 5) found.push(node.data.trim().slice(0, 40));
              }
            }
            return found;
          });
          assert.deepEqual(covered, [], `at ${name}, from ${top}`);
        }
        await shot(page, `tree-${name}`);
      }
      window.quiet();
    }],
  ]);
  await server.interrupt();
});
