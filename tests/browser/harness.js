// The browser tests' own test: a page that does all that a page must not do is reported for each of it.
'use strict';

const assert = require('node:assert/strict');
const { hardToUse, open, overlaps, sticksOut, steps, withBrowser, PHONE } = require('./lib/browser.js');

const BAD = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bad</title>
<meta http-equiv="Content-Security-Policy" content="script-src 'none'">
<main><h1>Bad</h1><input name="nameless"><p id="wide" style="width: 500px; background: #eee">Wide</p>
<p style="margin: 0">One line of text</p><p style="margin: -1.2em 0 0">Another line over it</p>
<script>document.title = 'run'</script><img alt="" src="https://example.org/pixel.png"></main>`;
const SCRIPTED = `<!doctype html><html lang="en"><title>Without</title><main><h1>Bad</h1><input name="nameless">
<noscript><p id="none">No script</p></noscript><script>document.title = 'With'</script></main>`;
const GOOD = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Good</title>
<main><h1>Good</h1><label for="it">It</label><input id="it"></main>`;

withBrowser((browser) => steps([
  ['a bad page is told', async () => {
    const window = await open(browser, { viewport: PHONE });
    await window.page.setContent(BAD);
    const axe = await hardToUse(window.page);
    assert.deepEqual(axe.map((it) => it.rule), ['label']);
    assert.match((await sticksOut(window.page)).join('\n'), /p#wide/);
    assert.match((await overlaps(window.page)).join('\n'), /One line of text.*Another line over it/);
    window.expect(/asks another host: https:\/\/example\.org/);
    window.expect(/Content Security Policy|script-src/);
    assert.throws(() => window.expect(/nothing of the kind/));
  }],
  ['also without script', async () => {
    const window = await open(browser, { script: false });
    await window.page.goto(`data:text/html,${encodeURIComponent(SCRIPTED)}`);
    assert.deepEqual((await hardToUse(window.page)).map((it) => it.rule), ['label']);
    assert.equal(await window.page.title(), 'Without');
    assert.equal(await window.page.locator('#none').count(), 1);
  }],
  ['a good page is not', async () => {
    const window = await open(browser, { viewport: PHONE });
    await window.page.setContent(GOOD);
    assert.deepEqual([await hardToUse(window.page), await sticksOut(window.page), await overlaps(window.page)], [[], [], []]);
    window.quiet();
  }],
]));
