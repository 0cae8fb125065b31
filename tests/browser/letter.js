// The physician's letter from nothing, at a desk: mistakes, the back button, reload, an earlier answer changed, occasions
// added and taken out, the pages beside the form, to the paper.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { given, serve } = require('./lib/affiant.js');
const { fits, open, shot, steps, usable, withBrowser } = require('./lib/browser.js');
const { answer, change, control, enter, error, fillAll, go, leads, paths, question, saved, toPart } = require('./lib/form.js');
const { fresh, kept, onDisk } = require('./lib/matter.js');
const LETTER = require('./letter.json');

const { program, matter: example } = given();
const of = (path) => LETTER.find((it) => it.path === path);

withBrowser(async (browser) => {
  const matter = fresh(example);
  const server = await serve(program, matter, '--draft', 'letter-hospice');
  const window = await open(browser);
  const { page } = window;
  // What is looked for in every state.
  const look = async (name) => {
    await shot(page, `letter-${name}`);
    await usable(page, name);
    await fits(page, name);
    window.quiet();
  };
  // Types into a line or paragraphs and leaves it.
  const write = async (path, text) => {
    await control(page, path).fill(text);
    await control(page, path).blur();
  };

  await steps([
    ['the printed address opens a page that says what is coming, and does not stay in the address', async () => {
      await page.goto(server.url);
      assert.match(await page.locator('main').innerText(), /20 to 30 minutes/);
      await look('opening');
      await leads(page, page.locator('main a.button').first());
      server.home = `${server.origin}/${new URL(page.url()).pathname.split('/')[1]}`;
      assert.equal(new URL(page.url()).origin, server.origin);
      assert.ok(!page.url().includes('/open/'));
      await look('first');
    }],
    ['nothing of the case is on it that the letter does not need', async () => {
      const html = await page.content();
      for (const secret of ['000111222', 'Calle de la Muestra', '1988-04-12', 'Tobías', 'Teodora', 'Benito', 'visa']) {
        assert.ok(!html.includes(secret), `${secret} is on the page`);
      }
    }],
    ['what the case knows of the writer can be said otherwise, and a bad e-mail address is told', async () => {
      await toPart(page, 'proposed.people.ada.email');
      const email = question(page, 'proposed.people.ada.email');
      await email.locator('summary').click();
      await write('proposed.people.ada.email', 'ada.placeholder');
      await error(page, 'proposed.people.ada.email').getByText('does not look like an e-mail address').waitFor();
      await look('bad-email');
      await write('proposed.people.ada.email', 'ada@example.org');
      await kept(matter, /email *= "ada@example\.org"/);
      await saved(page);
      assert.equal((await error(page, 'proposed.people.ada.email').innerText()).trim(), '');
    }],
    ['an answer is saved by itself, and brings the questions that depend on it', async () => {
      await toPart(page, 'role');
      await answer(page, of('role'));
      await kept(matter, /role *= "physician"/);
      await question(page, 'position').waitFor();
      await saved(page);
      await look('saved');
    }],
    ['a day that does not exist is told at the field, and what was typed stays', async () => {
      await toPart(page, 'known_since');
      await write('known_since', '2025-02-30');
      await error(page, 'known_since').getByText('The calendar has no such day').waitFor();
      assert.equal(await control(page, 'known_since').inputValue(), '2025-02-30');
      assert.equal(await control(page, 'known_since').getAttribute('aria-invalid'), 'true');
      await look('mistake');
    }],
    ['of an ambiguous day one is picked', async () => {
      await write('known_since', '3/4/2025');
      const day = error(page, 'known_since').getByRole('button', { name: 'April 3, 2025' });
      await day.waitFor();
      assert.equal(await error(page, 'known_since').getByRole('button').count(), 2);
      await look('ambiguous');
      await day.click();
      await kept(matter, /known_since *= 2025-04-03/);
      await saved(page);
      assert.equal((await error(page, 'known_since').innerText()).trim(), '');
    }],
    ['what weakens a letter is remarked beside the answer, and keeps nobody from going on', async () => {
      await toPart(page, 'how_in_touch');
      await write('how_in_touch', 'She is a wonderful mother and deserves status.');
      await question(page, 'how_in_touch').locator('.advice').getByText('This praises').waitFor();
      await look('advice');
    }],
    ['after a reload all stands there', async () => {
      await saved(page);
      await page.reload();
      assert.equal(await control(page, 'how_in_touch').inputValue(), 'She is a wonderful mother and deserves status.');
      await look('reloaded');
    }],
    ['what was typed a moment before a reload stands there after it, however fast', async () => {
      for (let at = 0; at < 5; at += 1) {
        await control(page, 'how_in_touch').fill(`Each week, ${at}.`);
        await page.reload();
        await page.waitForFunction((text) => document.getElementById('q-how_in_touch-a')?.value === text, `Each week, ${at}.`);
      }
      // A choice as well, and what is said instead of an answer.
      await answer(page, { path: 'role', choose: 'teacher' });
      await page.reload();
      await page.waitForFunction(() => document.querySelector('[name=role][value=teacher]')?.checked);
      await answer(page, of('role'));
      await answer(page, { path: 'how_in_touch', said: 'unknown' });
      await page.reload();
      await page.waitForFunction(() => document.querySelector('[name="how_in_touch~said"][value=unknown]')?.checked);
      // What was ticked over stands beside it, with the way back.
      await question(page, 'how_in_touch').locator('.earlier').getByText('Each week, 4.').waitFor();
      await kept(matter, /role *= "physician"/);
      window.quiet();
    }],
    ['what was ticked over or emptied is put back on the page', async () => {
      const earlier = question(page, 'how_in_touch').locator('.earlier');
      await look('ticked-over');
      await leads(page, earlier.getByRole('button').first());
      assert.equal(await control(page, 'how_in_touch').inputValue(), 'Each week, 4.');
      await write('how_in_touch', '');
      await earlier.getByText('Each week, 4.').waitFor();
      await leads(page, earlier.getByRole('button').first());
      assert.equal(await control(page, 'how_in_touch').inputValue(), 'Each week, 4.');
    }],
    ['the back button leads back to what was written, and forward again', async () => {
      await write('how_in_touch', of('how_in_touch').type);
      const here = await paths(page);
      await go(page, 'next');
      const next = await paths(page);
      assert.notDeepEqual(next, here);
      await page.goBack();
      await question(page, 'how_in_touch').waitFor();
      assert.equal(await control(page, 'how_in_touch').inputValue(), of('how_in_touch').type);
      await page.goForward();
      assert.deepEqual(await paths(page), next);
      window.quiet();
    }],
    ['the pages of the paper stand beside the form', async () => {
      await page.locator('#pages img').first().waitFor();
      const whole = await page.locator('#pages img').evaluateAll((all) => all.map((it) => it.naturalWidth > 0));
      assert.ok(whole.length > 0 && whole.every(Boolean), `the pages are ${whole}`);
    }],
    ['a sensitive question says why it is asked, and can be left', async () => {
      await toPart(page, 'may_share_health');
      await answer(page, of('may_share_health'));
      await kept(matter, /may_share_health *= true/);
      await toPart(page, 'diagnosis');
      assert.match(await question(page, 'diagnosis').innerText(), /Why this is asked/);
      await go(page, 'next');
      assert.ok(!(await paths(page)).includes('diagnosis'));
      assert.ok(!/diagnosis *=/.test(onDisk(matter)));
    }],
    ['a tick beside the question says “I don’t know”, and writing an answer takes it back', async () => {
      await toPart(page, 'prognosis');
      await answer(page, of('prognosis'));
      await kept(matter, /prognosis *= *\{ unknown = true \}/);
      await write('prognosis', 'Weeks.');
      await kept(matter, /Weeks\./);
      assert.equal(await question(page, 'prognosis').locator('input[value=unknown]').isChecked(), false);
      await look('unknown');
    }],
    ['an occasion is added, and taken out again', async () => {
      await toPart(page, 'episodes.e1.what');
      await write('episodes.e1.what', of('episodes.e1.what').type);
      await kept(matter, /needle was out/);
      await toPart(page, 'episodes+');
      await look('another');
      await leads(page, question(page, 'episodes+').locator('button[value="yes"]'));
      await control(page, 'episodes.e2.what').fill('A second occasion.');
      await look('second');
      await saved(page);
      await kept(matter, /A second occasion/);
      await leads(page, page.locator('button[name="~take-out"]'));
      assert.ok(!onDisk(matter).split('[meta')[0].includes('A second occasion'), onDisk(matter));
      await look('taken-out');
      // And put back, and taken out for good.
      await leads(page, page.locator('#taken-out button').first());
      await kept(matter, /A second occasion/);
      assert.equal(await control(page, 'episodes.e2.what').inputValue(), 'A second occasion.');
      await leads(page, page.locator('button[name="~take-out"]'));
      window.quiet();
    }],
    ['part by part to the review', async () => {
      await toPart(page, 'role');
      await fillAll(page, LETTER, { settled: (before) => saved(page, before), look });
      await look('review');
      const review = await page.locator('main').innerText();
      const words = (text) => text.replace(/\s+/g, ' ');
      for (const { type, read = type } of LETTER.filter((it) => it.type)) {
        assert.ok(words(review).includes(words(read)), `${read} is not in:\n${review}`);
      }
    }],
    ['another role hides what was said and loses nothing of it', async () => {
      await change(page, 'role');
      await answer(page, { path: 'role', choose: 'friend' });
      await kept(matter, /role *= "friend"/);
      assert.match(onDisk(matter), /pediatric oncologist/);
      await toPart(page, 'role');
      await look('friend');
      await answer(page, of('role'));
      await kept(matter, /role *= "physician"/);
      await saved(page);
      await page.goto(`${server.home}/letter-hospice/review`);
      assert.match(await page.locator('main').innerText(), /pediatric oncologist/);
    }],
    ['the pages change soon after a pause in typing', async () => {
      await change(page, 'when_it_matters');
      await page.locator('#pages img').first().waitFor();
      const took = [];
      for (let at = 0; at < 9; at += 1) {
        await page.evaluate(() => {
          performance.clearMarks();
          document.addEventListener('input', () => performance.mark('typed'), { once: true, capture: true });
        });
        await control(page, 'when_it_matters').pressSequentially(' a');
        took.push(await page.evaluate(() => new Promise((resolve) => {
          const look = () => {
            const typed = performance.getEntriesByName('typed')[0];
            const pages = performance.getEntriesByName('affiant-pages').find((it) => it.startTime > typed.startTime);
            if (pages) resolve(pages.startTime - typed.startTime); else setTimeout(look, 5);
          };
          look();
        })));
      }
      took.sort((a, b) => a - b);
      console.log(`pages after the last key: median ${took[4].toFixed(0)} ms, ${took.map((it) => it.toFixed(0)).join(' ')}`);
      await write('when_it_matters', of('when_it_matters').type);
      await saved(page);
    }],
    ['the paper can be had as a PDF, and the form ended', async () => {
      await page.goto(`${server.home}/letter-hospice/review`);
      const pdf = await page.request.get(`${server.home}/letter-hospice/paper.pdf`);
      assert.equal(pdf.headers()['content-type'], 'application/pdf');
      assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
      await go(page, 'done');
      await look('done');
    }],
    ['nobody else was asked for anything', async () => {
      assert.ok(window.asked.length > 20);
      for (const url of window.asked) assert.ok(url.startsWith(server.origin) || url.startsWith('data:'), url);
    }],
  ]);
  await server.interrupt();
  assert.ok(fs.existsSync(matter));
});
