// Matters to fill: each scenario has a copy of its own, from which the physician's answers are gone.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

let copies = 0;

// A copy of the matter beside it, without answers to the physician's letter.
function fresh(matter) {
  copies += 1;
  const copy = `${matter}-${path.basename(process.argv[1], '.js')}-${copies}`;
  fs.cpSync(matter, copy, { recursive: true });
  fs.rmSync(answers(copy), { force: true });
  return copy;
}

const answers = (matter) => path.join(matter, 'answers', 'letter-hospice.toml');

// What is on disk at this moment.
function onDisk(matter) {
  return fs.existsSync(answers(matter)) ? fs.readFileSync(answers(matter), 'utf8') : '';
}

// Waits until the answers on disk say something.
async function kept(matter, pattern) {
  const start = Date.now();
  while (!pattern.test(onDisk(matter))) {
    if (Date.now() - start > 5_000) throw new Error(`${pattern} is not on disk after five seconds:\n${onDisk(matter)}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

module.exports = { fresh, kept, onDisk };
