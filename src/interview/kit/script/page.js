// The page: one part at a time, back and next, and what is saved. It reaches nothing outside of itself.

function Page(data) {
  this.data = data;
  this.kit = { id: data.kit.id, draft: data.kit.draft, template: data.kit.template, key: data.kit.key, letter: data.letter };
  this.store = new Store(this.kit, data.plan.item);
  knowCharacters(data.characters);
  knowLetters(data.letters);
  knowFragments(data.fragments);
  this.coach = new Coach(data.phrases);
  this.form = document.getElementById("form");
  this.live = document.getElementById("live");
  this.asked = [];
  this.at = "start";
  this.speak(data.languages[0].tag);
}

// Takes another language: its words, and the direction it is written in.
Page.prototype.speak = function (tag) {
  const language = this.data.languages.filter(function (one) { return one.tag === tag; })[0] || this.data.languages[0];
  this.language = language;
  CHARACTERS.names = language.names;
  this.words = {
    tag: language.tag,
    today: today(),
    texts: language.texts,
    yes: language.yes,
    no: language.no,
    say: function (key, holes) {
      return Object.keys(holes || {}).reduce(function (text, hole) {
        return text.split("{" + hole + "}").join(String(holes[hole]));
      }, language.words[key] === undefined ? key : language.words[key]);
    }
  };
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.direction;
  document.querySelector(".paper").textContent = this.words.say("title");
};

Page.prototype.sheet = function () {
  return new Sheet(this.data.plan, this.words, this.store.answers);
};

Page.prototype.heading = function (section) {
  const title = section.title === undefined ? this.words.say("kit_other") : section.title;
  return section.item ? title + " (" + section.item.number + ")" : title;
};

// The part with the first question that is open, or all answers when there is none.
Page.prototype.firstOpen = function () {
  const sections = this.sheet().sections();
  const open = sections.map(function (section) {
    return section.questions.some(function (question) { return ["open", "wrong"].indexOf(question.state.name) >= 0; });
  }).indexOf(true);
  return open < 0 ? "answers" : String(open + 1);
};

// Keeps what stands in the controls of this part.
Page.prototype.commit = function () {
  const self = this;
  this.asked.forEach(function (asked) { asked.commit(); });
  this.tellLost();
  if (this.store.news) {
    window.setTimeout(function () { self.meet(); }, 0);
  }
};

// Goes to a view: `start`, the number of a part, or `answers`; and there to a question.
Page.prototype.go = function (view, path) {
  this.commit();
  this.wanted = path;
  if (location.hash === "#" + view) {
    this.show(view);
  } else {
    location.hash = view;
  }
};

Page.prototype.show = function (view) {
  const sections = this.sheet().sections();
  const number = Number(view);
  const part = number >= 1 && number <= sections.length ? number : 0;
  this.asked = [];
  this.asides = undefined;
  this.warned = false;
  this.pointed = false;
  this.form.textContent = "";
  this.at = part ? String(part) : view === "answers" ? "answers" : "start";
  this.form.appendChild(part ? this.partView(sections, part - 1) : view === "answers" ? this.withBack(readingView(this)) : startView(this));
  this.switches();
  document.title = this.words.say("title");
  const wanted = this.wanted ? document.getElementById(idOf(this.wanted)) : null;
  const control = wanted ? wanted.querySelector("input, textarea, select, summary, button") : null;
  const heading = this.form.querySelector("h1");
  this.wanted = undefined;
  if (this.shown) {
    window.scrollTo(0, 0);
    (control || heading).focus();
  }
  this.shown = true;
};

Page.prototype.withBack = function (view) {
  const self = this;
  const last = this.sheet().sections().length;
  view.insertBefore(element("div", { "class": "buttons quiet" }, [
    button(this.words.say("kit_back"), { id: "back" }, function () { self.go(String(last)); }),
    button(this.words.say("kit_start"), { id: "to-start" }, function () { self.go("start"); })
  ]), view.firstChild);
  return view;
};

// The buttons for the languages of the form.
Page.prototype.switches = function () {
  const self = this;
  const nav = document.getElementById("languages");
  nav.textContent = "";
  if (this.data.languages.length < 2) {
    return;
  }
  nav.setAttribute("aria-label", this.words.say("kit_language"));
  this.data.languages.forEach(function (language) {
    const own = language.tag === self.language.tag;
    nav.appendChild(button(language.name, { lang: language.tag, "aria-pressed": String(own) }, function () {
      self.commit();
      self.speak(language.tag);
      self.show(self.at);
    }));
  });
};

// One part of the questions.
Page.prototype.partView = function (sections, at) {
  const self = this;
  const words = this.words;
  const section = sections[at];
  const progress = this.sheet().progress();
  const view = element("section", { id: "part" }, [
    element("p", { "class": "progress" }, [
      words.say("kit_part", { number: at + 1, all: sections.length }) + " · ",
      element("span", { id: "progress" }, words.say("kit_progress", { done: progress[0], all: progress[1] }))
    ]),
    element("progress", { max: sections.length, value: at + 1, "aria-hidden": "true" }),
    element("h1", { tabindex: "-1", dir: "auto" }, this.heading(section))
  ]);
  if (section.item) {
    const list = section.item.node.another;
    const sheet = this.sheet();
    paragraphsOf([sheet.text(list.ask), list.help === undefined ? "" : sheet.text(list.help)]).forEach(function (line, place) {
      line.className = place === 0 ? "list" : "help";
      view.appendChild(line);
    });
  }
  this.notice = element("div", { id: "notice", role: "status" });
  view.appendChild(this.notice);
  this.questions = element("div", { id: "questions" });
  view.appendChild(this.questions);
  this.layOut(section.questions, this.sheet());
  this.first = section.questions.map(function (question) { return question.path; });
  if (section.item && section.item.there) {
    view.appendChild(element("div", { "class": "buttons quiet" }, [
      button(words.say("kit_remove"), { id: "remove" }, function () { self.remove(section.item); })
    ]));
  }
  view.appendChild(element("div", { "class": "buttons steps" }, [
    button(words.say("kit_back"), { id: "back" }, function () { self.step(-1); }),
    button(words.say(at + 1 === sections.length ? "kit_last" : "kit_next"), { id: "next", "class": "main" }, function () { self.step(1); })
  ]));
  view.appendChild(element("details", { "class": "guidance" }, [
    element("summary", {}, words.say("kit_what_helps"))
  ].concat(guidance(this))));
  if (at + 1 < sections.length) {
    view.appendChild(element("div", { "class": "buttons quiet" }, [
      button(words.say("kit_last"), { id: "to-answers" }, function () { self.go("answers"); })
    ]));
  }
  return view;
};

// "Is there another one?": buttons, since the answer leads somewhere else.
Page.prototype.another = function (asked) {
  const self = this;
  const list = asked.question.path.slice(0, -1);
  each(asked.root.querySelectorAll("button"), function (one) {
    one.addEventListener("click", function () {
      self.commit();
      if (one.value === "no") {
        pass(self.store.answers, list + "+", true);
        self.store.keep();
        self.step(1);
        return;
      }
      const id = self.store.nextId();
      addItem(self.store.answers, list, id);
      self.store.keep();
      const within = list + "." + id + ".";
      self.find(function (question) { return question.path.indexOf(within) === 0; });
    });
  });
};

// Goes to the first question of which something is true.
Page.prototype.find = function (is) {
  const sections = this.sheet().sections();
  const at = sections.map(function (section) { return section.questions.some(is); }).indexOf(true);
  this.go(at < 0 ? "answers" : String(at + 1), at < 0 ? undefined : sections[at].questions.filter(is)[0].path);
};

// Takes an item out; it can be put back here at once, and from the list of all answers at any time.
Page.prototype.remove = function (item) {
  const self = this;
  this.commit();
  const removed = this.store.takeOut(item.list, item.id);
  const ask = this.sheet().text(item.node.another.ask) + " (" + item.number + ")";
  this.wanted = undefined;
  const back = this.at;
  this.show(String(Math.min(Number(this.at), this.sheet().sections().length)));
  this.notice.textContent = this.words.say("kit_removed", { ask: ask }) + " ";
  this.notice.appendChild(button(this.words.say("put_back"), { id: "put-back" }, function () {
    self.commit();
    self.store.putItemBack(removed);
    self.asked = [];
    self.show(back);
  }));
};

// What another window has written comes onto this page; what somebody is writing here stays.
Page.prototype.meet = async function () {
  const store = this.store;
  this.commit();
  if (!store.keeps) {
    return;
  }
  if (store.lock) {
    await store.keepLocked();
  } else {
    store.meet();
    if (store.keeps && !store.isMet()) {
      store.keep();
    }
  }
  if (store.news && this.at === "answers") {
    this.show(this.at);
  } else if (store.news && this.at !== "start") {
    this.asked.forEach(function (asked) { asked.refresh(); });
    this.changed();
  }
  store.news = false;
  this.tellLost();
};

// Says it when nothing is kept any more, though that was asked for.
Page.prototype.tellLost = function () {
  const lost = this.store.lost;
  if (lost === this.toldLost) {
    return;
  }
  this.toldLost = lost;
  const keys = { forgotten: "kit_lost_forgotten", locked: "kit_lost_locked", full: "kit_lost_full" };
  const before = document.getElementById("lost");
  if (before) {
    before.parentNode.removeChild(before);
  }
  const keeping = document.getElementById("keeping");
  if (lost === "forgotten" || lost === "locked") {
    // What was chosen before is not so any more.
    this.chose = "";
    this.isLocked = lost === "locked";
    if (keeping) {
      const section = keeping.closest("section");
      section.parentNode.replaceChild(keepPart(this), section);
    }
    each(document.querySelectorAll("#sent-part"), function (part) { part.hidden = true; });
  }
  if (keys[lost]) {
    const line = element("p", { "class": "remark", id: "lost", role: "alert" }, this.words.say(keys[lost]));
    this.form.parentNode.insertBefore(line, this.form);
  }
};

// One part on or back. What cannot be read, and what an answer has brought, is pointed at once, and holds nobody up.
Page.prototype.step = function (by) {
  const self = this;
  this.commit();
  this.changed();
  let sheet = this.sheet();
  const paths = this.asked.map(function (asked) { return asked.question.path; });
  const here = paths.map(function (path) { return sheet.find(path); }).filter(Boolean);
  const wrong = here.filter(function (question) { return question.state.name === "wrong"; })[0];
  if (by > 0 && wrong && !this.warned) {
    this.warned = true;
    this.notice.textContent = this.words.say("kit_errors");
    document.getElementById(idOf(wrong.path)).querySelector("input[type='text'], input[type='tel'], textarea, select").focus();
    return;
  }
  const brought = here.filter(function (question) {
    return self.first.indexOf(question.path) < 0 && question.asking.required && question.state.name === "open";
  })[0];
  if (by > 0 && brought && !this.pointed) {
    this.pointed = true;
    this.notice.textContent = this.words.say("kit_brought");
    document.getElementById(idOf(brought.path)).querySelector("input, textarea, select").focus();
    return;
  }
  if (by > 0) {
    here.forEach(function (question) { self.store.pass(question); });
    this.store.keep();
  }
  sheet = this.sheet();
  const shown = this.range(sheet);
  const next = shown === undefined ? undefined : sheet.questions[by > 0 ? shown[1] + 1 : shown[0] - 1];
  const at = sheet.sections().map(function (section) { return next !== undefined && section.questions.some(function (one) { return one.path === next.path; }); }).indexOf(true);
  this.go(at >= 0 ? String(at + 1) : by > 0 ? "answers" : "start");
};

// A line at the head of what is shown.
Page.prototype.remark = function (key) {
  const heading = this.form.querySelector("h1");
  heading.parentNode.insertBefore(element("p", { "class": "remark" }, this.words.say(key)), heading.nextSibling);
};

Page.prototype.listen = function () {
  const self = this;
  this.form.addEventListener("submit", function (event) { event.preventDefault(); });
  this.form.addEventListener("change", function (event) {
    const box = event.target;
    if (box.type === "checkbox" && box.checked && box.closest(".instead")) {
      each(box.closest(".instead").querySelectorAll("input"), function (other) { other.checked = other === box; });
    }
    untick(box);
    if (box.closest(".question")) {
      self.commit();
      later();
    }
  });
  // Whoever writes or chooses an answer has one.
  const untick = function (control) {
    const question = control.closest(".question");
    if (question && !control.closest(".instead") && (control.value !== "" || control.checked)) {
      each(question.querySelectorAll(".instead input"), function (box) { box.checked = false; });
    }
  };
  // Leaving a field by pressing a button or a box: the page must not move away under the finger before it is let go.
  let pressed = false;
  let waiting = false;
  const later = function () {
    waiting = pressed;
    if (!pressed) {
      self.changed();
    }
  };
  ["mousedown", "touchstart"].forEach(function (name) {
    document.addEventListener(name, function () { pressed = true; }, true);
  });
  ["mouseup", "touchend", "touchcancel"].forEach(function (name) {
    document.addEventListener(name, function () {
      pressed = false;
      window.setTimeout(function () {
        if (waiting && !pressed) {
          waiting = false;
          self.changed();
        }
      }, 0);
    }, true);
  });
  // What is being typed is kept while it is typed, where keeping was asked for, and is known to be unsaved.
  let timer = 0;
  this.form.addEventListener("input", function (event) {
    untick(event.target);
    self.asked.forEach(function (asked) { asked.tellSentence(); });
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { self.commit(); }, 600);
  });
  window.addEventListener("hashchange", function () {
    self.commit();
    self.show(location.hash.slice(1));
  });
  window.addEventListener("beforeunload", function (event) {
    self.commit();
    if (!self.store.isSafe()) {
      event.preventDefault();
      event.returnValue = self.words.say("kit_unsaved");
    }
  });
  window.addEventListener("storage", function (event) {
    if (event.key === null || event.key === self.store.key) {
      self.meet();
    }
  });
  window.addEventListener("focus", function () { self.meet(); });
  // A phone may end the page without a word as soon as it shows something else.
  document.addEventListener("visibilitychange", function () { self.commit(); });
  window.addEventListener("beforeprint", function () {
    if (self.at !== "answers") {
      self.commit();
    }
  });
};

(function () {
  const page = new Page(JSON.parse(document.getElementById("kit-data").textContent));
  const found = page.store.restore();
  page.isLocked = found === "locked";
  page.listen();
  document.getElementById("plea").hidden = true;
  page.form.hidden = false;
  page.show(page.isLocked ? "start" : location.hash.slice(1));
  if (found === "found") {
    page.remark("kit_found");
  }
}());
