// Hands and eyes of somebody who fills the web form: what a person does, by what a person sees.
'use strict';

const assert = require('node:assert/strict');

// The question with a path; paths are names of the form's fields, and so part of its contract.
const question = (page, path) => page.locator(`[data-path="${path}"]`);
const control = (page, path) => question(page, path).locator('input:not([type=hidden]):not([type=checkbox]), textarea, select').first();
const error = (page, path) => question(page, path).locator('.error');
const press = (page, deed) => page.locator(`button[name="~do"][value="${deed}"]`).first();

// Answers one question as it stands on the page. False when that answer stands there already.
async function answer(page, { path, type, choose, said }) {
  const tick = async (box) => {
    if (await box.isChecked()) return false;
    await box.check();
    return true;
  };
  if (said) return tick(question(page, path).locator(`input[name="${path}~said"][value="${said}"]`));
  if (choose === undefined) {
    const there = await control(page, path).inputValue();
    if (there === type) return false;
    await control(page, path).fill(type);
    return true;
  }
  const select = question(page, path).locator('select');
  if (!(await select.count())) return tick(question(page, path).locator(`input[name="${path}"][value="${choose}"]`));
  if (await select.inputValue() === choose) return false;
  await select.selectOption(choose);
  return true;
}

// The paths of the questions on the page, in order.
const paths = (page) => page.locator('[data-path]').evaluateAll((all) => all.map((it) => it.dataset.path));

// Presses what leads to another page, and waits for that page.
async function leads(page, button) {
  const came = page.waitForNavigation();
  await button.click();
  await came;
}

const go = (page, deed) => leads(page, press(page, deed));

// Opens the form at its printed address and goes past what is read first; the server knows its secret address from then on.
async function enter(page, server) {
  await page.goto(server.url);
  server.home = `${server.origin}/${new URL(page.url()).pathname.split('/')[1]}`;
  const begin = page.locator('main a.button').first();
  if (await begin.count()) await leads(page, begin);
}

// Fills what the letter says of the questions on the page, and those that answers bring to it.
async function fillPage(page, letter, settled) {
  const done = new Set();
  for (;;) {
    const there = await paths(page);
    const next = letter.find((it) => there.includes(it.path) && !done.has(it.path));
    if (!next) return;
    done.add(next.path);
    const before = await saves(page);
    if (await answer(page, next)) await settled(before);
  }
}

// Fills section after section until the review; `look` is called with each of them.
async function fillAll(page, letter, { settled = async () => {}, look = async () => {} } = {}) {
  for (let at = 1; !page.url().includes('/review'); at += 1) {
    assert.ok(at < 40, `the form goes round in circles at ${page.url()}`);
    await fillPage(page, letter, settled);
    await look(`section ${at}`);
    await go(page, 'next');
  }
}

// Goes to the part of the form that holds a question, by the list of all parts.
async function toPart(page, path) {
  if (await question(page, path).count()) return;
  for (let part = 1; part < 40; part += 1) {
    const list = page.locator('#parts details');
    if (!(await list.evaluate((it) => it.open))) await list.locator('summary').click();
    const button = page.locator('#parts button').nth(part - 1);
    if (!(await button.count())) break;
    await leads(page, button);
    if (await question(page, path).count()) return;
  }
  throw new Error(`no part asks ${path}`);
}

// From the review to one of its answers.
async function change(page, path) {
  await leads(page, page.locator(`a[href$="#q-${path}"]`).first());
  await question(page, path).waitFor();
}

// How often the page has saved by itself.
const saves = (page) => page.evaluate(() => performance.getEntriesByName('affiant-saved').length);

// Waits until the page says that all is saved, after so many saves before, and shows which questions there are now.
async function saved(page, before = 0) {
  await page.waitForFunction((count) => {
    const done = /is saved,|guardado,/.test(document.getElementById('state').textContent);
    return done && performance.getEntriesByName('affiant-saved').length > count;
  }, before);
}

module.exports = { answer, change, control, enter, error, fillAll, fillPage, go, leads, paths, press, question, saved, saves, toPart };
