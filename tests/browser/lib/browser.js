// A browser that reports what a page must not do: ask another host, print an error, break its own policy, be hard to use.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { chromium } = require('playwright-core');

const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// WCAG 2.2 A and AA, and axe's own list of what is good practice.
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
// A window of 1280 by 900 at 200 %: half the width and height in CSS pixels.
const ZOOMED = { width: 640, height: 450 };
// The same at 400 %.
const LARGE = { width: 320, height: 225 };

function program() {
  return process.env.CHROMIUM || '/usr/bin/chromium';
}

// Starts one browser, gives it to `use`, and closes it whatever happens.
async function withBrowser(use) {
  const late = setTimeout(() => {
    console.error('the script did not end in two minutes');
    process.exit(1);
  }, 120_000);
  late.unref();
  const browser = await chromium.launch({ executablePath: program(), args: FLAGS });
  try {
    await use(browser);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  await browser.close();
  // A server that a failed step has left behind ends with this process.
  process.exit();
}

// A window of its own (cookies, storage), whose pages are watched. `told` holds all that went wrong in them; what a
// step brings about on purpose is taken out with `expect`.
async function open(browser, { script = true, ...options } = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, acceptDownloads: true, ...options });
  context.setDefaultTimeout(8_000);
  const told = [];
  const asked = [];
  context.on('request', (request) => {
    asked.push(request.url());
    const url = new URL(request.url());
    const own = url.hostname === '127.0.0.1' || ['file:', 'data:', 'blob:', 'about:'].includes(url.protocol);
    if (!own) told.push(`asks another host: ${request.url()}`);
  });
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) told.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => told.push(`script error: ${error.error().stack || error.error()}`));
  const window = { context, told, asked };
  window.newPage = async () => {
    const page = await context.newPage();
    if (!script) await disable(page);
    return page;
  };
  window.page = await window.newPage();
  // Forgets what the last step was meant to bring about, and fails when it did not happen.
  window.expect = (pattern) => {
    const at = told.findIndex((line) => pattern.test(line));
    assert.ok(at >= 0, `${pattern} was to be told, but was not: ${JSON.stringify(told)}`);
    for (let i = told.length - 1; i >= 0; i -= 1) if (pattern.test(told[i])) told.splice(i, 1);
  };
  window.quiet = () => assert.deepEqual(told, [], 'the browser reports');
  return window;
}

const scriptless = new WeakMap();

async function disable(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setScriptExecutionDisabled', { value: true });
  scriptless.set(page, session);
}

// Looks at a page with script, also at one that was loaded without: its own scripts have had their turn and stay out.
async function looking(page, look) {
  const session = scriptless.get(page);
  await session?.send('Emulation.setScriptExecutionDisabled', { value: false });
  try {
    return await look();
  } finally {
    await session?.send('Emulation.setScriptExecutionDisabled', { value: true });
  }
}

// What is hard to use in the page as it stands, by axe-core.
async function hardToUse(page) {
  return looking(page, () => axe(page));
}

async function axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    const result = await window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return result.violations.map((it) => ({
      rule: it.id, why: it.help, where: it.nodes.slice(0, 4).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
  }, RULES);
  return found;
}

async function usable(page, state) {
  const found = await hardToUse(page);
  assert.deepEqual(found, [], `axe-core finds in ${state}`);
}

// What sticks out to the side, or is cut off, at the width that the window has.
async function sticksOut(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > wide) found.push(`the page scrolls to the side: ${document.documentElement.scrollWidth} > ${wide}`);
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width < 2 || box.height < 2 || !element.checkVisibility({ visibilityProperty: true }) || style.clipPath !== 'none') continue;
      const name = `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ''}${element.className ? `.${element.className}` : ''}`;
      if (box.right > wide + 1 || box.left < -1) found.push(`${name} from ${box.left} to ${box.right} of ${wide}`);
      // What is longer than its field can be gone through in it.
      const field = ['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName);
      const cut = !field && ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (cut && element.clientWidth > 1) found.push(`${name} is cut off: ${element.scrollWidth} > ${element.clientWidth}`);
    }
    return found;
  });
}

async function fits(page, state) {
  assert.deepEqual(await sticksOut(page), [], `sticks out in ${state}`);
}

// Pieces of text that lie over one another.
async function overlaps(page) {
  return page.evaluate(() => {
    const boxes = [];
    // What stays in sight while the rest moves lies over it, and is meant to.
    const floats = (element) => {
      for (let at = element; at; at = at.parentElement) if (['sticky', 'fixed'].includes(getComputedStyle(at).position)) return true;
      return false;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest('script, style, svg, option') || floats(parent)) continue;
      if (!parent.checkVisibility({ visibilityProperty: true }) || getComputedStyle(parent).clipPath !== 'none') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) boxes.push({ box, text: node.data.trim() });
    }
    for (const field of document.querySelectorAll('input, textarea, select')) {
      const box = field.getBoundingClientRect();
      const shown = field.checkVisibility({ visibilityProperty: true }) && getComputedStyle(field).clipPath === 'none';
      if (shown && box.width > 2 && box.height > 2) boxes.push({ box, text: `field ${field.name || field.id}` });
    }
    const found = [];
    for (let i = 0; i < boxes.length; i += 1) {
      for (let j = i + 1; j < boxes.length; j += 1) {
        const [a, b] = [boxes[i].box, boxes[j].box];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Boxes of lines of text touch one another by the font's own leading.
        if (across > 2 && down > 5) found.push(`“${boxes[i].text.slice(0, 40)}” and “${boxes[j].text.slice(0, 40)}”`);
      }
    }
    return found;
  });
}

async function apart(page, state) {
  assert.deepEqual(await overlaps(page), [], `overlaps in ${state}`);
}

// A picture for whoever looks into a failure, when SHOTS names a folder.
async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

// Runs the steps of a script in order, or those that ONLY matches; the first that fails is named.
async function steps(all) {
  const list = all.filter(([name]) => new RegExp(process.env.ONLY || '').test(name));
  for (const [name, step] of list) {
    const start = performance.now();
    try {
      await step();
    } catch (error) {
      console.error(`not so: ${name}\n${error.stack || error}`);
      process.exitCode = 1;
      return;
    }
    console.log(`${(performance.now() - start).toFixed(0).padStart(6)} ms  ${name}`);
  }
}

module.exports = { DESKTOP, LARGE, PHONE, ZOOMED, apart, fits, hardToUse, open, overlaps, program, shot, sticksOut, steps, usable, withBrowser };
