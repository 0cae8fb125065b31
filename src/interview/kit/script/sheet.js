// The sheet: every question that applies now, in order, with what has been said. It is worked out from the plan and the
// answers alone, as the program does it from the template and the answers file.
//
// Answers are { values, lists, passed }: by path what was said ({ said: "text", text }, { said: "unknown" },
// { said: "declined" }, or { said: "wrong", text, wrong } for what cannot stand), the ids of a list's items, and the
// questions that were left for later.

function noAnswers() {
  return { values: {}, lists: {}, passed: {} };
}

function Sheet(plan, words, answers) {
  this.plan = plan;
  this.words = words;
  this.answers = answers;
  this.questions = [];
  this.walk(plan.nodes, "", true, { items: [] });
}

Sheet.prototype.walk = function (nodes, prefix, exists, around) {
  const self = this;
  nodes.forEach(function (node) {
    const path = prefix + node.path;
    if (!self.holds(node, nodes, prefix, exists)) {
      return;
    }
    if (node.group) {
      self.walk(node.group, path + ".", self.isThere(path), around);
    } else if (node.list) {
      self.items(node, path, around);
    } else {
      self.question(node, path, around, self.state(path, node));
    }
  });
};

// Whether the conditions of a node hold; none does in an item or a group that nothing is said in yet.
Sheet.prototype.holds = function (node, nodes, prefix, exists) {
  const self = this;
  return (node["if"] || []).every(function (condition) {
    const named = exists ? nodes.filter(function (other) { return other.name === condition[0]; })[0] : undefined;
    if (!named || !self.holds(named, nodes, prefix, exists)) {
      return false;
    }
    const said = self.answers.values[prefix + named.path];
    const value = said ? (said.said === "text" ? said.text : undefined) : named["default"];
    return condition[1].indexOf(value) >= 0;
  });
};

// Whether something is said in a group.
Sheet.prototype.isThere = function (path) {
  const within = function (other) { return other.indexOf(path + ".") === 0; };
  const lists = this.answers.lists;
  return Object.keys(this.answers.values).some(within)
    || Object.keys(lists).some(function (list) { return within(list) && lists[list].length > 0; });
};

Sheet.prototype.items = function (node, path, around) {
  const self = this;
  const answers = this.answers;
  const ids = (answers.lists[path] || []).slice();
  const items = ids.length;
  const said = answers.values[path];
  const settled = answers.passed[path + "+"] === true;
  // What is wanted at least once begins with its first questions, not with whether there is anything to tell.
  if (items === 0 && node.wanted && !said && !settled) {
    ids.push(this.plan.item);
  }
  ids.forEach(function (id, at) {
    const within = { list: path, id: id, node: node, number: at + 1, there: at < items };
    self.walk(node.list, path + "." + id + ".", at < items, { items: around.items.concat([within]) });
  });
  if ((items > 0 || !node.wanted || said || settled) && !(node.most !== undefined && items >= node.most)) {
    const state = said ? { name: said.said } : { name: settled ? "skipped" : "open" };
    this.question(node.another, path + "+", around, state, items);
  }
};

Sheet.prototype.question = function (asking, path, around, state, items) {
  const self = this;
  const text = function (number) { return number === undefined ? undefined : self.text(number); };
  this.questions.push({
    path: path,
    asking: asking,
    kind: asking.kind,
    of: asking.of,
    min: asking.min,
    max: asking.max,
    choices: (asking.choices || []).map(function (choice) { return { value: choice[0], label: self.text(choice[1]) }; }),
    section: text(asking.section),
    ask: text(asking.ask),
    within: text(asking.within),
    help: text(asking.help),
    example: text(asking.example),
    why: text(asking.why),
    sentence: asking.sentence ? asking.sentence.map(text) : undefined,
    items: around.items,
    item: around.items[around.items.length - 1],
    count: items,
    state: state
  });
};

// What has been said to a question: a name, and the text of an answer as people read it.
Sheet.prototype.state = function (path, asking) {
  const said = this.answers.values[path];
  if (said) {
    return { name: said.said === "text" ? "answered" : said.said, text: this.shown(asking, said.text), wrong: said.wrong };
  }
  if (asking.known !== undefined) {
    return { name: "known", text: asking.known === true ? undefined : asking.known };
  }
  return { name: this.answers.passed[path] === true ? "skipped" : "open" };
};

// An answer as the person who gave it would write it again.
Sheet.prototype.shown = function (asking, text) {
  const self = this;
  if (text === undefined) {
    return undefined;
  }
  const label = function (value) {
    const found = (asking.choices || []).filter(function (choice) { return choice[0] === value; })[0];
    return found ? self.text(found[1]) : value;
  };
  if (asking.kind === "yes-no") {
    return text === "true" ? this.words.say("yes") : text === "false" ? this.words.say("no") : text;
  }
  if (asking.choices && asking.kind === "lines") {
    return text.split("\n").map(label).join("\n");
  }
  return asking.choices ? label(text) : trim(text);
};

// The words of a text of the plan, with what has been answered filled in.
Sheet.prototype.text = function (number) {
  const self = this;
  const parts = this.words.texts[number];
  if (typeof parts === "string") {
    return parts;
  }
  return parts.map(function (part) {
    return typeof part === "string" ? part : part.answer ? self.answered(part) : self.you(part);
  }).join("");
};

// What is answered to a field of the template, in the words of a question.
Sheet.prototype.answered = function (part) {
  const nodes = this.plan.nodes;
  const node = nodes.filter(function (other) { return other.name === part.answer; })[0];
  if (!node || !node.kind || !this.holds(node, nodes, "", true)) {
    return "…";
  }
  const said = this.answers.values[node.path];
  const text = said ? (said.said === "text" ? said.text : undefined) : node["default"];
  const filled = text === undefined ? undefined : this.spoken(node.kind, text, part.form);
  if (node.kind === "choice" && text !== undefined) {
    return this.shown(node, text);
  }
  return filled === undefined ? "…" : filled;
};

// What the person who writes says of themselves, in the words of a question.
Sheet.prototype.you = function (part) {
  const said = this.answers.values[this.plan.you + "." + part.you];
  if (!said || said.said === "wrong") {
    return part.or;
  }
  const kinds = { pronouns: "pronouns", birthdate: "date", email: "email", phone: "phone" };
  const text = said.said === "text" ? this.spoken(kinds[part.you] || "line", said.text, part.form) : undefined;
  return text === undefined ? this.words.say("this_person") : text;
};

Sheet.prototype.spoken = function (kind, text, form) {
  if (kind === "date") {
    return longDate(parseDate(text), this.words.tag);
  }
  if (kind === "pronouns") {
    const set = {
      she: ["she", "her", "her", "hers", "herself"],
      he: ["he", "him", "his", "his", "himself"],
      they: ["they", "them", "their", "theirs", "themself"]
    }[trim(text.toLowerCase().split("/")[0])];
    return set[Math.max(0, ["subject", "object", "possessive", "independent", "reflexive"].indexOf(form))];
  }
  return ["number", "line", "email", "phone"].indexOf(kind) >= 0 ? text : undefined;
};

Sheet.prototype.find = function (path) {
  return this.questions.filter(function (question) { return question.path === path; })[0];
};

// How many questions are settled, and how many there are as far as one can tell by now.
Sheet.prototype.progress = function () {
  const asked = this.questions.filter(function (question) { return question.state.name !== "known"; });
  const settled = asked.filter(function (question) { return ["open", "wrong"].indexOf(question.state.name) < 0; });
  return [settled.length, asked.length];
};

// So many questions are still one part, and about so many are in each part of what would be too long.
const WHOLE = 7;
const PIECE = 5;

// The parts that are shown one at a time: by their headings, an item of a list for itself.
Sheet.prototype.sections = function () {
  const sections = [];
  chunks(this.questions, together).forEach(function (run) {
    const item = run[0].item;
    const cut = item ? [run] : pieces(run);
    cut.forEach(function (questions, at) {
      sections.push({ title: run[0].section, item: item, part: at + 1, parts: cut.length, questions: questions });
    });
  });
  return sections;
};

// Cuts a list wherever two neighbors do not belong together.
function chunks(list, belong) {
  const runs = [];
  list.forEach(function (one, at) {
    if (at > 0 && belong(list[at - 1], one)) {
      runs[runs.length - 1].push(one);
    } else {
      runs.push([one]);
    }
  });
  return runs;
}

function itemOf(question) {
  return question.item ? question.path.slice(0, question.path.lastIndexOf(".")) : "";
}

// Whether two questions that follow one another stay in one part.
function together(one, other) {
  const item = itemOf(one);
  const next = itemOf(other);
  if (one.section !== other.section) {
    return false;
  }
  if (item !== "" && next === "") {
    // Whether there is another item is asked where the last one was told.
    return other.kind === "another" && item.indexOf(other.path.slice(0, -1) + ".") === 0;
  }
  return item === next;
}

// Whether two questions are parts of one whole, as an address is.
function isOne(one, other) {
  const whole = function (question) { return question.path.slice(0, question.path.lastIndexOf(".")); };
  return one.within !== undefined && one.within === other.within && whole(one) === whole(other);
}

// Cuts a run that is too long into parts of about the same length; what belongs together stays so.
function pieces(run) {
  const units = chunks(run, isOne);
  const asked = function (unit) { return unit.some(function (question) { return question.state.name !== "known"; }); };
  const count = units.filter(asked).length;
  if (count <= WHOLE) {
    return [run];
  }
  const parts = Math.ceil(count / PIECE);
  const cut = [[]];
  let counted = 0;
  units.forEach(function (unit) {
    if (counted * parts >= cut.length * count && asked(unit)) {
      cut.push([]);
    }
    counted += asked(unit) ? 1 : 0;
    cut[cut.length - 1] = cut[cut.length - 1].concat(unit);
  });
  return cut;
}

// Keeps what was said to a question; its items are there from then on.
function put(answers, question, said) {
  question.items.forEach(function (item) {
    const ids = answers.lists[item.list] || [];
    if (ids.indexOf(item.id) < 0) {
      answers.lists[item.list] = ids.concat([item.id]);
    }
    delete answers.values[item.list];
  });
  const path = question.path.replace(/\+$/, "");
  answers.values[path] = said;
  delete answers.passed[question.path];
}

function clear(answers, path) {
  delete answers.values[path.replace(/\+$/, "")];
  delete answers.passed[path];
}

function pass(answers, path, passed) {
  delete answers.passed[path];
  if (passed) {
    answers.passed[path] = true;
  }
}

function addItem(answers, list, id) {
  answers.lists[list] = (answers.lists[list] || []).concat([id]);
  delete answers.values[list];
  delete answers.passed[list + "+"];
}

// Takes an item out of its list, with all that was said in it: { list, id, at, was }, by which it can be put back.
function removeItem(answers, list, id) {
  const within = list + "." + id + ".";
  const ids = answers.lists[list] || [];
  const was = noAnswers();
  ["values", "lists", "passed"].forEach(function (table) {
    Object.keys(answers[table]).forEach(function (path) {
      if (path.indexOf(within) === 0) {
        was[table][path] = answers[table][path];
        delete answers[table][path];
      }
    });
  });
  answers.lists[list] = ids.filter(function (other) { return other !== id; });
  return { list: list, id: id, at: ids.indexOf(id), was: was };
}

// Puts an item back where it was; what has been said in it since stays.
function restoreItem(answers, removed) {
  const ids = (answers.lists[removed.list] || []).filter(function (id) { return id !== removed.id; });
  ids.splice(removed.at < 0 ? ids.length : removed.at, 0, removed.id);
  answers.lists[removed.list] = ids;
  delete answers.values[removed.list];
  ["values", "lists", "passed"].forEach(function (table) {
    answers[table] = Object.assign({}, removed.was[table], answers[table]);
  });
}
