// Two windows of one form keep their answers in one browser: whatever both do, nothing that was written is lost, no two
// items have one id, and both show the same in the end. Each number that comes on standard input is another run.

const kept = {};
globalThis.localStorage = {
  getItem: function (key) { return key in kept ? kept[key] : null; },
  setItem: function (key, text) { kept[key] = text; },
  removeItem: function (key) { delete kept[key]; }
};

const words = { tag: "en", today: "2026-12-01", yes: [], no: [], say: function (key) { return key; } };

function randomFrom(seed) {
  let state = seed >>> 0;
  return function (below) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 4294967296 * below);
  };
}

function asked(path, item) {
  return { path: path, kind: "prose", asking: {}, items: item ? [item] : [], choices: [], state: { name: "open" } };
}

async function play(run) {
  const random = randomFrom(run.seed);
  const data = { id: "k" + run.seed, draft: "d", template: "t" };
  let clock = 1000;
  Date.now = function () { return clock; };
  const open = function () { return new Store(data, "e101"); };
  const windows = [open(), open()];
  const ids = [];
  const written = [];
  const replaced = {};
  const settle = async function () {
    for (let at = 0; at < 6; at += 1) {
      const store = windows[at % 2];
      if (run.behind) {
        await store.keepLocked();
        while (store.busy) {
          await new Promise(function (resolve) { setTimeout(resolve, 1); });
        }
      } else {
        store.meet();
        store.keep();
      }
    }
  };
  if (run.behind) {
    await windows[0].keepBehind("four words for nobody");
    if (await windows[1].unlock("four words for somebody") || !(await windows[1].unlock("four words for nobody"))) {
      return "the passphrase";
    }
    if (JSON.stringify(kept).indexOf("values") >= 0) {
      return "it can be read";
    }
  } else {
    windows.forEach(function (store) { store.keepOpen(); });
  }
  for (let step = 0; step < 40; step += 1) {
    const store = windows[random(2)];
    clock += random(3);
    const items = store.answers.lists.told || [];
    const item = items[random(items.length || 1)];
    const question = item && random(2) ? asked("told." + item + ".what", { list: "told", id: item }) : asked(["how", "who", "why"][random(3)]);
    const now = store.answers.values[question.path];
    const deed = random(9);
    if (deed < 4) {
      const text = "text " + run.seed + " " + step;
      if (now && now.text !== undefined) {
        replaced[now.text] = true;
      }
      written.push(text);
      store.answer(question, text, "", words, now);
    } else if (deed === 4) {
      store.answer(question, "", random(2) ? "unknown" : "", words, now);
    } else if (deed === 5) {
      const id = store.nextId();
      if (ids.indexOf(id) >= 0) {
        return "two items are " + id;
      }
      ids.push(id);
      addItem(store.answers, "told", id);
      store.keep();
    } else if (deed === 6 && item) {
      store.takeOut("told", item);
    } else if (deed === 7) {
      const earlier = store.earlier(question.path);
      if (store.removed.length > 0 && random(2)) {
        store.putItemBack(store.removed[random(store.removed.length)]);
      } else if (earlier.length > 0) {
        store.putBack(question, earlier[random(earlier.length)]);
      }
    } else if (run.behind && random(3) === 0) {
      await settle();
    } else if (!run.behind) {
      store.meet();
    }
  }
  await settle();
  const texts = windows.map(function (store) { return store.whole(); });
  const lost = written.filter(function (text) {
    return !replaced[text] && texts.some(function (all) { return all.indexOf("\"" + text + "\"") < 0; });
  });
  if (lost.length > 0) {
    return "lost " + lost.join(", ");
  }
  const states = windows.map(function (store) { return JSON.stringify(Object.entries(flat(store.answers, store.removed)).sort()); });
  if (states[0] !== states[1]) {
    return "both differ: " + states.join("\n");
  }
  const again = open();
  const found = again.restore();
  if (run.behind ? found !== "locked" || !(await again.unlock("four words for nobody")) : found !== "found") {
    return "it is not there again: " + found;
  }
  windows[0].forget();
  windows[1].meet();
  windows[1].keep();
  await new Promise(function (resolve) { setTimeout(resolve, 5); });
  return windows[1].keeps || windows[1].lost !== "forgotten" || data.key in kept ? "it is kept again after it was forgotten" : "";
}

(async function () {
  const told = [];
  for (const run of given.runs) {
    const wrong = await play(run);
    if (wrong !== "") {
      told.push([run, wrong]);
    }
  }
  console.log(JSON.stringify(told.slice(0, 3), null, 1));
}());
