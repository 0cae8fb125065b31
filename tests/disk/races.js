// Real programs that save one answers file at the same moment: the tests in races.rs script the same on a disk of their own.
//
//     cargo test --no-run && node tests/disk/races.js --program target/debug/affiant --rounds 200
//
// In each round three windows of one `affiant serve`, an `affiant ask` and an `affiant import` answer while an editor empties
// the file, waits up to 300 ms and writes what it had loaded, and another one renames a new file over it; in one round of
// eight `serve` is killed meanwhile. Then one more `affiant ask` is started, and every text that was saved must be in the
// file. It takes a few minutes, so that `tests/run` leaves it out. `--seed 7` plays other rounds.
'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { affiant, given, serve } = require('../browser/lib/affiant.js');

const { program, rounds = '200', seed = '1' } = given();
const DRAFT = 'letter-aunt';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'affiant-races-'));
process.env.AFFIANT_CONFIG_DIR = path.join(folder, 'config');
process.env.AFFIANT_CACHE_DIR = path.join(folder, 'cache');
const matter = path.join(folder, 'm');
const file = path.join(matter, 'answers', `${DRAFT}.toml`);

// Numbers that are the same each time.
let state = Number(seed);
const random = (below) => {
  state = (state * 48271) % 2147483647;
  return state % below;
};
const wait = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

// A window of the form: a browser that is nothing but requests.
class Window {
  async open(server) {
    const door = await fetch(server.url, { redirect: 'manual' });
    this.cookie = door.headers.get('set-cookie').split(';')[0];
    this.way = `${server.origin}${door.headers.get('location')}${DRAFT}/`;
    this.origin = server.origin;
    const page = await (await fetch(`${this.way}review`, { headers: { cookie: this.cookie } })).text();
    this.token = page.match(/name="~token" value="([^"]*)"/)[1];
    return this;
  }

  // Shares the browser of another window.
  static beside(other) {
    return Object.assign(new Window(), other);
  }

  // Looks at the questions: a page holds a mark of what it shows of each.
  async look(...questions) {
    this.seen = {};
    for (let section = 1; questions.some((question) => !this.seen[question]); section += 1) {
      assert(section < 20, `${questions} are not all on the pages`);
      const page = await (await fetch(`${this.way}?section=${section}`, { headers: { cookie: this.cookie } })).text();
      for (const [, question, mark] of page.matchAll(/name="([^"]*)~seen" value="([^"]*)"/g)) this.seen[question] = mark;
    }
    return this;
  }

  // Saves one answer as the script of the page does, and tells whether it was said to be saved.
  async save(question, text) {
    const body = new URLSearchParams({ '~token': this.token, [question]: text, [`${question}~seen`]: this.seen[question] });
    const headers = { cookie: this.cookie, origin: this.origin, 'sec-fetch-site': 'same-origin' };
    const answer = await fetch(`${this.way}answer`, { method: 'POST', body, headers }).catch(() => undefined);
    if (answer?.status !== 200) return false;
    const told = (await answer.json()).answers[0];
    this.seen[question] = told.seen;
    return told.saved === true;
  }
}

function run(args, input) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (data) => { said += data; });
  child.stderr.on('data', (data) => { said += data; });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve) => { child.on('exit', (status) => resolve({ status, said })); });
}

// What a person makes of the file that they have open: one answer is another text.
function edited(loaded, question, text) {
  const line = `${question} = "${text}"\n`;
  const found = new RegExp(`^${question}\\s*=\\s*("""[^]*?"""|".*")\\n`, 'm');
  return found.test(loaded) ? loaded.replace(found, line) : line + loaded;
}

// The answers of an import, as a form without a key gives them.
function parcel(kit, texts) {
  const answers = Object.entries(texts).map(([at, text]) => ({ path: at, kind: 'text', text }));
  const plain = JSON.stringify({
    draft: DRAFT, template: 'support-letter@1.0.0', language: 'en', face: 'kit', on: '2026-11-21', count: answers.length, answers,
  });
  return JSON.stringify({ format: 'affiant-answers', version: 1, kit, plain });
}

// Each server ends with this program.
process.setMaxListeners(0);

async function main() {
  assert.equal(affiant(program, 'new', matter, '--from', 'funeral-parole', '--with-sample').status, 0);
  assert.equal(affiant(program, 'kit', matter, '--draft', DRAFT, '--plain').status, 0);
  const kit = fs.readFileSync(path.join(matter, 'kits.toml'), 'utf8').match(/^id\s*=\s*"(\w+)"/m)[1];
  const begin = fs.readFileSync(file, 'utf8');
  const start = () => serve(program, matter, '--draft', DRAFT);
  let server = await start();
  let first = await new Window().open(server);
  const figures = { rounds: 0, saved: 0, refused: 0, killed: 0, inFile: 0, earlier: 0, lost: 0 };

  for (let round = 0; round < Number(rounds); round += 1) {
    // A new case: nothing is left of the one before.
    fs.rmSync(path.join(matter, 'answers', '.affiant'), { recursive: true, force: true });
    fs.writeFileSync(file, begin);
    const owed = new Map();
    const save = async (who, made, saved) => {
      if (await saved) {
        owed.set(who, made);
        figures.saved += 1;
      } else {
        figures.refused += 1;
      }
    };
    const text = (who) => `Round ${round}, ${who}, and not a word more.`;
    const kills = round % 8 === 7;

    const window = (question) => Window.beside(first).look(question);
    const windows = [await window('household'), await window('household'), await window('money_help')];

    const tab = async (who, window, question) => {
      for (let time = 0; time < 2; time += 1) {
        await wait(random(200));
        // Whoever writes on in the same window means it: only the last of these texts is owed.
        const made = text(`${who} ${time}`);
        await save(who, made, window.save(question, made));
      }
    };
    const ask = async () => {
      await wait(random(200));
      // The first question that is open asks for an e-mail address.
      const made = `ask.${round}@example.org`;
      const { status, said } = await run(['ask', matter, '--draft', DRAFT], `${made}\n/quit\n`);
      assert.match(said, /e-mail address/);
      await save('ask', made, status === 0);
    };
    const take = async () => {
      await wait(random(200));
      const answers = path.join(folder, `${round}.json`);
      const made = { can_offer: text('import'), household: text('import for household') };
      fs.writeFileSync(answers, parcel(kit, made));
      const { status, said } = await run(['import', '--matter', matter, '--replace', answers], '');
      assert(status !== 0 || said.includes('took 2 answers'), said);
      for (const it of Object.values(made)) await save(it, it, status === 0);
    };
    const edit = async () => {
      // One person with two editors, who loads again what the other one has saved.
      for (const inPlace of round % 2 === 0 ? [true, false] : [false, true]) {
        const who = inPlace ? 'the editor that writes' : 'the editor that renames';
        const loaded = fs.readFileSync(file, 'utf8');
        // Nobody edits a file that another program is just saving.
        if (!loaded.includes('role')) continue;
        await wait(random(150));
        const now = edited(loaded, inPlace ? 'when_it_matters' : 'household', text(who));
        if (inPlace) {
          const opened = fs.openSync(file, 'w');
          await wait(random(300));
          const half = random(3) === 0 ? Math.floor(now.length / 2) : 0;
          fs.writeSync(opened, now.slice(0, half));
          await wait(half && random(20));
          fs.writeSync(opened, now.slice(half));
          fs.closeSync(opened);
        } else {
          fs.writeFileSync(`${file}.swp`, now);
          fs.renameSync(`${file}.swp`, file);
        }
        await save(who, text(who), true);
      }
    };
    const kill = async () => {
      if (!kills) return;
      await wait(random(300));
      figures.killed += 1;
      await server.kill();
    };
    await Promise.all([
      tab('window 1', windows[0], 'household'), tab('window 2', windows[1], 'household'),
      tab('window 3', windows[2], 'money_help'), ask(), take(), edit(), kill(),
    ]);
    // An editor that comes late has written by now. The next affiant process brings everything back.
    await run(['ask', matter, '--draft', DRAFT], '/quit\n');
    const whole = fs.readFileSync(file, 'utf8');
    const [above, below] = [whole.split('[[meta.earlier]]', 1)[0], whole];
    for (const [who, made] of owed) {
      if (above.includes(made)) {
        figures.inFile += 1;
      } else if (below.includes(made)) {
        figures.earlier += 1;
      } else {
        figures.lost += 1;
        console.error(`round ${round}: the text of ${who} is lost: ${made}\n${whole}`);
      }
    }
    figures.rounds += 1;
    if (kills) {
      server = await start();
      first = await new Window().open(server);
    }
    if (figures.lost) break;
  }
  await server.kill();
  fs.rmSync(folder, { recursive: true });
  console.log(JSON.stringify(figures));
  process.exit(figures.lost ? 1 : 0);
}

main();
