// What has been answered, while the page is open: in memory, and in the browser only where that was asked for.

const KEPT = "affiant-kit-";

function Store(kit, item) {
  this.key = KEPT + kit.id;
  this.kit = kit;
  this.first = Number(item.slice(1));
  this.answers = noAnswers();
  this.last = this.first;
  this.saved = "";
  this.keeps = false;
}

Store.prototype.text = function () {
  return JSON.stringify({ values: this.answers.values, lists: this.answers.lists, passed: this.answers.passed, last: this.last });
};

// The id of a new item: one that no item here has had, nor one of any other kit.
Store.prototype.nextId = function () {
  this.last += 1;
  return "e" + this.last;
};

Store.prototype.isSaved = function () {
  return this.text() === this.saved || this.isEmpty();
};

Store.prototype.isEmpty = function () {
  return Object.keys(this.answers.values).length === 0;
};

// Notes that all that is answered now lies in a file.
Store.prototype.markSaved = function () {
  this.saved = this.text();
};

// Takes answers in that were written out; what does not look like answers is left out.
Store.prototype.take = function (text) {
  const read = JSON.parse(text);
  const answers = noAnswers();
  const each = function (table, take) {
    Object.keys(table || {}).forEach(function (path) {
      if (/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(path) && path !== "__proto__") {
        take(path, table[path]);
      }
    });
  };
  each(read.values, function (path, said) {
    if (!said || ["text", "unknown", "declined", "wrong"].indexOf(said.said) < 0) {
      return;
    }
    const kept = { said: said.said };
    ["text", "typed", "wrong"].forEach(function (key) {
      if (typeof said[key] === "string") {
        kept[key] = said[key];
      }
    });
    if (typeof kept.text === "string" || kept.said === "unknown" || kept.said === "declined") {
      answers.values[path] = kept;
    }
  });
  each(read.lists, function (path, ids) {
    if (Array.isArray(ids)) {
      answers.lists[path] = ids.filter(function (id) { return /^[A-Za-z0-9_-]+$/.test(id); });
    }
  });
  each(read.passed, function (path, passed) {
    if (passed === true) {
      answers.passed[path] = true;
    }
  });
  this.answers = answers;
  this.last = Math.max(this.first, Number(read.last) || 0);
};

// Keeps everything in the browser, where that was asked for; whether the browser lets it.
Store.prototype.keep = function () {
  if (!this.keeps) {
    return true;
  }
  try {
    localStorage.setItem(this.key, this.text());
    return true;
  } catch (error) {
    return false;
  }
};

Store.prototype.forget = function () {
  this.keeps = false;
  try {
    const was = localStorage.getItem(this.key) !== null;
    localStorage.removeItem(this.key);
    return was;
  } catch (error) {
    return false;
  }
};

// Takes in what the browser has kept; whether there was anything.
Store.prototype.restore = function () {
  try {
    const kept = localStorage.getItem(this.key);
    if (kept === null) {
      return false;
    }
    this.take(kept);
    this.keeps = true;
    return true;
  } catch (error) {
    return false;
  }
};

// A draft file: everything as it is, readable, to go on with later.
Store.prototype.draft = function () {
  return JSON.stringify({ format: "affiant-draft", version: 1, kit: this.kit.id, answers: JSON.parse(this.text()) });
};

// Takes a draft file in; whether it is one of this form.
Store.prototype.open = function (text) {
  try {
    const draft = JSON.parse(text);
    if (draft.format !== "affiant-draft" || draft.kit !== this.kit.id) {
      return false;
    }
    this.take(JSON.stringify(draft.answers));
    return true;
  } catch (error) {
    return false;
  }
};

// Keeps what somebody typed into a question's control, or ticked instead; what was typed is never thrown away.
Store.prototype.answer = function (question, typed, said, words) {
  const answers = this.answers;
  const path = question.path;
  const blank = trim(typed) === "";
  if (said !== "") {
    put(answers, question, blank ? { said: said } : { said: said, typed: typed });
  } else if (blank) {
    if (answers.values[path]) {
      clear(answers, path);
    }
  } else {
    const chosen = ["choice", "exhibit"].indexOf(question.of || question.kind) >= 0;
    const reply = chosen ? { text: typed } : read(question, typed, words);
    put(answers, question, reply.text === undefined
      ? { said: "wrong", text: typed, typed: typed, wrong: reply.wrong || "days" }
      : { said: "text", text: reply.text, typed: typed });
  }
  this.keep();
};

// Goes past a question: what need not be answered, and was not, was seen.
Store.prototype.pass = function (question) {
  if (!question.asking.required && question.state.name === "open") {
    pass(this.answers, question.path, true);
  }
};
