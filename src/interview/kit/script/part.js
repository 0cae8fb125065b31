// The questions of one part on the page: what is typed in them stays while others come and go.

// Puts the questions of a part on the page; those that are there already stay as they are, with what is typed in them.
Page.prototype.layOut = function (questions, sheet) {
  const self = this;
  this.paths = sheet.questions.map(function (question) { return question.path; });
  const before = this.asked;
  this.asked = [];
  const rows = [];
  chunks(questions, isOne).forEach(function (unit) {
    const withheld = unit[0].within !== undefined && unit.some(function (one) { return one.state.name === "known" && one.state.text === undefined; });
    const asked = unit.filter(function (question) { return withheld || !(question.state.name === "known" && question.state.text === ""); })
      .map(function (question) {
        question.plain = withheld;
        return self.reuse(before, question);
      });
    if (asked.length === 0) {
      return;
    }
    const roots = asked.map(function (one) { return one.root; });
    if (unit[0].within === undefined) {
      rows.push(roots[0]);
      return;
    }
    const same = roots[0].closest("fieldset.whole");
    const whole = same || self.whole(unit[0], withheld, roots);
    whole.querySelector("legend h2").textContent = unit[0].within;
    rows.push(whole);
  });
  each(Array.prototype.slice.call(this.questions.children), function (row) {
    if (rows.indexOf(row) < 0) {
      self.questions.removeChild(row);
    }
  });
  rows.forEach(function (row, at) {
    if (self.questions.children[at] !== row) {
      self.questions.insertBefore(row, self.questions.children[at] || null);
    }
  });
};

// An address: its parts under one question. One that the lawyer has is behind a fold.
Page.prototype.whole = function (first, withheld, roots) {
  const words = this.words;
  const id = idOf(first.path) + "-whole";
  const legend = element("legend", { "class": "ask" }, element("h2", { id: id, dir: "auto" }, first.within));
  if (!withheld) {
    return element("fieldset", { "class": "whole" }, [legend].concat(roots));
  }
  return element("fieldset", { "class": "whole held" }, [
    legend,
    element("p", { "class": "said" }, words.say("kit_withheld")),
    element("details", {}, [element("summary", { id: id + "-wrong", "aria-labelledby": id + "-wrong " + id }, words.say("known_wrong")), element("p", { "class": "hint" }, words.say("known_hint"))].concat(roots))
  ]);
};

Page.prototype.reuse = function (before, question) {
  const found = before.filter(function (one) { return one.question.path === question.path; })[0];
  const same = found && found.question.kind === question.kind && (found.question.kind !== "another" || found.question.count === question.count)
    && found.question.choices.length === question.choices.length
    // What was known and is answered now keeps the fold that it was answered in.
    && (found.question.state.name === "known" || question.state.name !== "known");
  if (!same) {
    const made = new Asked(question, this);
    if (question.kind === "another") {
      this.another(made);
    }
    this.asked.push(made);
    return made;
  }
  const folded = found.question.state.name === "known" && !found.question.plain;
  if (folded && question.state.name !== "known") {
    found.question = Object.assign({}, question, { state: found.question.state });
  } else {
    found.fill(question);
  }
  found.remark(question);
  this.asked.push(found);
  return found;
};

// After an answer: what is said of it, and which questions there are now. What is on the page stays together until the
// next step, and what an answer brings comes to it.
Page.prototype.changed = function () {
  if (this.form.querySelector("#part") === null) {
    return;
  }
  const self = this;
  const sheet = this.sheet();
  const shown = this.range(sheet);
  if (shown === undefined) {
    this.show(this.at);
    return;
  }
  const isNew = function (question) {
    return question && self.paths.indexOf(question.path) < 0 && question.section === sheet.questions[shown[1]].section;
  };
  while (isNew(sheet.questions[shown[1] + 1])) {
    shown[1] += 1;
  }
  const there = this.asked.map(function (asked) { return asked.question.path; });
  this.layOut(sheet.questions.slice(shown[0], shown[1] + 1), sheet);
  // Whoever hears the page is told what has come onto it.
  const brought = this.asked.filter(function (asked) { return there.indexOf(asked.question.path) < 0; });
  if (brought.length > 0) {
    this.say("brought", { count: brought.length, ask: brought[0].question.ask });
  }
  const progress = sheet.progress();
  document.getElementById("progress").textContent = this.words.say("kit_progress", { done: progress[0], all: progress[1] });
  const guide = this.form.querySelector("details.guidance");
  each(Array.prototype.slice.call(guide.children, 1), function (part) { guide.removeChild(part); });
  guidance(this).forEach(function (part) { guide.appendChild(part); });
};

// The places in the sheet of the first and the last question on the page.
Page.prototype.range = function (sheet) {
  const paths = sheet.questions.map(function (question) { return question.path; });
  const places = this.asked.map(function (asked) { return paths.indexOf(asked.question.path); }).filter(function (place) { return place >= 0; });
  return places.length === 0 ? undefined : [Math.min.apply(null, places), Math.max.apply(null, places)];
};
