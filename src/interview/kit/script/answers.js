// What has been answered, while the page is open: in memory, and in the browser only where that was asked for.

const KEPT = "affiant-kit-";

function Store(kit, item) {
  this.key = KEPT + kit.id;
  this.kit = kit;
  this.first = Number(item.slice(1));
  this.answers = noAnswers();
  this.last = this.first;
  this.saved = "";
  // Whether the browser keeps everything, and behind which passphrase.
  this.keeps = false;
  this.lock = undefined;
  // Why it keeps nothing any more: "forgotten" or "locked" in another window, or "full".
  this.lost = "";
  // Answers that were ticked over, emptied, or written in two windows at once, by path, and items that were taken out:
  // all of them can be put back, and none of them is sent.
  this.before = {};
  this.removed = [];
  // Whether another window has changed something that this page does not show yet, and whether something that is to be
  // kept is not kept yet.
  this.news = false;
  this.dirty = false;
  // When each thing was last changed; how everything was then; how everything was when this window last met what the
  // browser keeps, and what the browser kept then.
  this.times = {};
  this.stamped = {};
  this.met = {};
  this.record = undefined;
}

// All that is sent: what decides whether it is saved.
Store.prototype.text = function () {
  return JSON.stringify({ values: this.answers.values, lists: this.answers.lists, passed: this.answers.passed, last: this.last });
};

// Everything as the browser keeps it and a draft file holds it: also what can be put back.
Store.prototype.whole = function () {
  const answers = this.answers;
  return JSON.stringify({
    values: answers.values, lists: answers.lists, passed: answers.passed, last: this.last,
    before: this.before, removed: this.removed, times: this.times
  });
};

// The id of a new item: one that no item here has had, nor one of any other kit or window.
Store.prototype.nextId = function () {
  if (this.keeps && this.lock) {
    this.countOn();
  } else {
    this.meet();
  }
  this.last += 1;
  return "e" + this.last;
};

Store.prototype.isSaved = function () {
  return this.text() === this.saved || this.isEmpty();
};

// Whether closing the page loses nothing.
Store.prototype.isSafe = function () {
  return this.isSaved() || (this.keeps && !this.busy);
};

Store.prototype.isEmpty = function () {
  return Object.keys(this.answers.values).length === 0;
};

// Notes that all that is answered now lies in a file.
Store.prototype.markSaved = function () {
  this.saved = this.text();
};

// An answer that was written out; undefined for what does not look like one.
function answerOf(said) {
  if (!said || ["text", "unknown", "declined", "wrong"].indexOf(said.said) < 0) {
    return undefined;
  }
  const kept = { said: said.said };
  ["text", "typed", "wrong"].forEach(function (key) {
    if (typeof said[key] === "string") {
      kept[key] = said[key];
    }
  });
  return typeof kept.text === "string" || kept.said === "unknown" || kept.said === "declined" ? kept : undefined;
}

// The paths of a table that was written out.
function pathsOf(table) {
  return Object.keys(table || {}).filter(function (path) {
    return /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(path) && path !== "__proto__";
  });
}

function isId(id) {
  return /^[A-Za-z0-9_-]+$/.test(id);
}

// Answers that were written out; what does not look like answers is left out.
function answersOf(read) {
  const answers = noAnswers();
  pathsOf(read.values).forEach(function (path) {
    const kept = answerOf(read.values[path]);
    if (kept) {
      answers.values[path] = kept;
    }
  });
  pathsOf(read.lists).forEach(function (path) {
    if (Array.isArray(read.lists[path])) {
      answers.lists[path] = read.lists[path].filter(isId);
    }
  });
  pathsOf(read.passed).forEach(function (path) {
    if (read.passed[path] === true) {
      answers.passed[path] = true;
    }
  });
  return answers;
}

// What was written out, with all that belongs to it.
Store.prototype.parse = function (text) {
  const read = JSON.parse(text);
  const whole = { answers: answersOf(read), last: Math.max(this.first, Number(read.last) || 0), before: {}, removed: [], times: {} };
  pathsOf(read.before).forEach(function (path) {
    if (Array.isArray(read.before[path])) {
      whole.before[path] = read.before[path].map(answerOf).filter(Boolean);
    }
  });
  (Array.isArray(read.removed) ? read.removed : []).forEach(function (item) {
    const list = {};
    list[item && item.list] = true;
    if (item && pathsOf(list).length > 0 && isId(item.id)) {
      whole.removed.push({ list: item.list, id: item.id, at: Number(item.at) || 0, was: answersOf(item.was || {}) });
    }
  });
  Object.keys(read.times || {}).forEach(function (key) {
    if (typeof read.times[key] === "number") {
      whole.times[key] = read.times[key];
    }
  });
  return whole;
};

// Takes answers in that were written out, in the place of those that are here.
Store.prototype.take = function (text) {
  const whole = this.parse(text);
  this.answers = whole.answers;
  this.last = Math.max(this.last, whole.last);
  this.before = whole.before;
  this.removed = whole.removed;
  this.times = whole.times;
  this.stamped = flat(this.answers, this.removed);
};

// A draft file: everything as it is, readable, to go on with later.
Store.prototype.draft = function () {
  return JSON.stringify({ format: "affiant-draft", version: 1, kit: this.kit.id, answers: JSON.parse(this.whole()) });
};

// Takes a draft file in; whether it is one of this form.
Store.prototype.open = function (text) {
  try {
    const draft = JSON.parse(text);
    if (draft.format !== "affiant-draft" || draft.kit !== this.kit.id) {
      return false;
    }
    const stamped = this.stamped;
    this.take(JSON.stringify(draft.answers));
    // What the file brings is newer than what another window wrote before.
    this.stamped = stamped;
    return true;
  } catch (error) {
    return false;
  }
};

// Keeps what somebody typed into a question's control, or ticked instead. What was written before it was ticked over or
// emptied, `was` where it was longer a moment ago, can be put back.
Store.prototype.answer = function (question, typed, said, words, was) {
  const answers = this.answers;
  const path = question.path;
  const blank = trim(typed) === "";
  const chosen = ["choice", "exhibit"].indexOf(question.of || question.kind) >= 0;
  const reply = blank ? undefined : chosen ? { text: typed } : read(question, typed, words);
  const entry = blank ? was : reply.text === undefined
    ? { said: "wrong", text: typed, typed: typed, wrong: reply.wrong || "days" }
    : { said: "text", text: reply.text, typed: typed };
  if (said !== "" || blank) {
    this.setAside(path, entry);
  }
  if (said !== "") {
    put(answers, question, { said: said });
  } else if (!blank) {
    put(answers, question, entry);
  } else if (answers.values[path]) {
    clear(answers, path);
  }
  this.keep();
};

// Whether two answers say the same.
function isSame(one, other) {
  const of = function (said) { return said.typed === undefined ? said.text : said.typed; };
  return one.text === other.text || of(one) === of(other);
}

// Keeps a written answer that is going away, so that it can be put back.
Store.prototype.setAside = function (path, said) {
  if (!said || said.text === undefined) {
    return;
  }
  const others = (this.before[path] || []).filter(function (other) { return !isSame(other, said); });
  this.before[path] = others.concat([said]);
};

Store.prototype.setAllAside = function (values) {
  const self = this;
  Object.keys(values).forEach(function (path) { self.setAside(path, values[path]); });
};

// What a question said before, the latest first, without what it says now.
Store.prototype.earlier = function (path) {
  const now = this.answers.values[path];
  return (this.before[path] || []).filter(function (said) {
    return !now || now.text === undefined || !isSame(said, now);
  }).reverse();
};

// Puts an earlier answer back; what stands there now is the earlier one from then on.
Store.prototype.putBack = function (question, said) {
  const path = question.path;
  this.before[path] = (this.before[path] || []).filter(function (other) { return !isSame(other, said); });
  this.setAside(path, this.answers.values[path]);
  put(this.answers, question, said);
  this.keep();
};

// Takes an item out of its list.
Store.prototype.takeOut = function (list, id) {
  const removed = removeItem(this.answers, list, id);
  this.removed.push(removed);
  this.keep();
  return removed;
};

// Puts the item back that was taken out, with all that was told of it.
Store.prototype.putItemBack = function (removed) {
  this.removed = this.removed.filter(function (other) { return other.list !== removed.list || other.id !== removed.id; });
  this.back(removed);
  this.keep();
};

// The same without keeping it: what has been said in the item since stands, and what it said before can be put back.
Store.prototype.back = function (removed) {
  const now = this.answers.values;
  const other = {};
  Object.keys(removed.was.values).forEach(function (path) {
    if (now[path] && !isSame(now[path], removed.was.values[path])) {
      other[path] = removed.was.values[path];
    }
  });
  this.setAllAside(other);
  restoreItem(this.answers, removed);
};

// Goes past a question: what need not be answered, and was not, was seen.
Store.prototype.pass = function (question) {
  if (!question.asking.required && question.state.name === "open") {
    pass(this.answers, question.path, true);
  }
};
