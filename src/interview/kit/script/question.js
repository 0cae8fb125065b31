// One question on the page: the markup of its kind, with its own words, ids and answer put in.

// The id of a question's element; a path has letters that an id may have, but for those of a list's item.
function idOf(path) {
  return "q-" + path.replace(/[^a-zA-Z0-9._-]/g, function (letter) { return ":" + letter.codePointAt(0).toString(16) + ":"; });
}

function element(name, attributes, inside) {
  const made = document.createElement(name);
  Object.keys(attributes || {}).forEach(function (key) {
    if (attributes[key] !== undefined && attributes[key] !== false) {
      made.setAttribute(key, attributes[key] === true ? "" : attributes[key]);
    }
  });
  (inside === undefined ? [] : [].concat(inside)).forEach(function (part) {
    made.appendChild(typeof part === "string" ? document.createTextNode(part) : part);
  });
  return made;
}

function button(words, attributes, click) {
  const made = element("button", attributes, words);
  made.type = "button";
  made.addEventListener("click", click);
  return made;
}

function each(list, act) {
  Array.prototype.forEach.call(list, act);
}

// A question's markup. `page` is { words, store, coach, changed, go }.
function Asked(question, page) {
  this.page = page;
  this.root = this.copy(question);
  this.fill(question);
  this.show(question);
}

Asked.prototype.copy = function (question) {
  const known = question.state.name === "known" && !question.plain ? "known " : "";
  const listed = question.of === undefined;
  const many = question.kind === "another" ? question.count > 0 : listed && question.choices.length >= 10;
  const name = known + question.kind + (listed ? "" : " " + question.of) + (many ? " many" : "");
  const skeleton = document.querySelector("template[data-skeleton='" + name + "']");
  const root = skeleton.content.cloneNode(true).firstElementChild;
  this.skeleton = name;
  this.place(root, question);
  this.choices(root, question);
  return root;
};

// Puts ids and names in, and the words of the form.
Asked.prototype.place = function (root, question) {
  const id = idOf(question.path);
  const words = this.page.words;
  const all = [root].concat(Array.prototype.slice.call(root.querySelectorAll("*")));
  all.forEach(function (part) {
    ["id", "for", "aria-describedby", "aria-labelledby"].forEach(function (key) {
      if (part.hasAttribute(key)) {
        part.setAttribute(key, part.getAttribute(key).split(" ").map(function (one) { return one.replace(/^q-P/, id); }).join(" "));
      }
    });
    if (part.hasAttribute("name")) {
      part.setAttribute("name", part.getAttribute("name").replace(/^P/, question.path));
    }
    if (part.tagName === "BUTTON") {
      part.type = "button";
    }
    each(part.childNodes, function (node) {
      if (node.nodeType === 3 && node.nodeValue.charAt(0) === "=") {
        node.nodeValue = words.say(node.nodeValue.slice(1));
      }
    });
  });
  root.setAttribute("data-path", question.path);
};

// As many choices as there are, with their words; "no answer" is for what need not be answered.
Asked.prototype.choices = function (root, question) {
  const id = idOf(question.path);
  const select = root.querySelector("select");
  if (select) {
    each(Array.prototype.slice.call(select.options, 1), function (option) { select.removeChild(option); });
    question.choices.forEach(function (choice) {
      select.appendChild(element("option", { value: choice.value }, choice.label));
    });
  }
  const column = root.querySelector(".choices");
  if (!column) {
    return;
  }
  const labels = Array.prototype.slice.call(column.children);
  const box = column.querySelector("input").type === "checkbox";
  const none = box ? undefined : labels.pop();
  if (question.choices.length > 0) {
    const sample = labels[0];
    labels.forEach(function (label) { column.removeChild(label); });
    question.choices.forEach(function (choice) {
      const label = sample.cloneNode(true);
      label.querySelector("input").value = choice.value;
      label.querySelector("span").textContent = choice.label;
      column.insertBefore(label, none || null);
    });
  }
  if (none && question.asking.required) {
    column.removeChild(none);
  }
  each(column.children, function (label, at) {
    label.setAttribute("for", id + "-a" + at);
    label.querySelector("input").id = id + "-a" + at;
  });
};

Asked.prototype.part = function (name) {
  return this.root.querySelector("[id='" + idOf(this.question.path) + "-" + name + "']");
};

// The words of the question, of what helps, and of how it is answered.
Asked.prototype.fill = function (question) {
  this.question = question;
  const self = this;
  const words = this.page.words;
  const asking = question.asking;
  const ask = question.kind !== "another" ? question.ask
    : words.say(question.count > 0 ? "another" : "another_first", { ask: question.ask, number: question.count });
  this.root.querySelector(".ask").textContent = ask;
  if (question.state.name === "known" && !question.plain) {
    this.root.querySelector(".said").textContent = question.state.text === undefined ? words.say("kit_withheld")
      : spokenAnswer(question.kind, question.state.text, words.tag);
    return;
  }
  const how = question.kind === "date" ? [words.say("date_hint")]
    : question.kind === "lines" && question.choices.length === 0 ? [words.say("one_a_line")] : [];
  const most = asking.max_words === undefined ? [] : [words.say("most_words", { most: asking.max_words })];
  const group = this.root.querySelector("fieldset") !== null;
  const optional = asking.required || group ? [] : [words.say("optional")];
  const own = question.path.indexOf("proposed.") === 0;
  const texts = {
    help: question.help,
    why: question.why ? words.say("why", { why: question.why }) : asking.sensitive ? words.say("sensitive") : undefined,
    example: question.example ? words.say("example", { example: question.example }) : undefined,
    hint: how.concat(most, optional).join(" ") || undefined
  };
  const described = ["error"];
  ["help", "why", "example", "hint"].forEach(function (name) {
    const part = self.part(name);
    if (part && texts[name] === undefined) {
      part.hidden = true;
    } else if (part) {
      part.hidden = false;
      part.textContent = texts[name];
      described.push(name);
    }
  });
  const instead = this.root.querySelector(".instead");
  if (instead) {
    instead.hidden = own || !(asking.required || asking.sensitive);
  }
  const ids = described.filter(function (name) { return self.part(name); }).map(function (name) { return idOf(question.path) + "-" + name; });
  each(this.root.querySelectorAll("[aria-describedby]"), function (control) {
    control.setAttribute("aria-describedby", ids.join(" "));
  });
  each(this.root.querySelectorAll(".choice span"), function (span, at) {
    if (question.choices[at] && !span.closest(".instead")) {
      span.textContent = question.choices[at].label;
    }
  });
};

// What the person has typed or ticked: { typed, said }.
Asked.prototype.given = function () {
  const text = this.root.querySelector("input[type='text'], input[type='tel'], textarea, select");
  const ticked = this.root.querySelectorAll(".choices input:checked");
  const said = this.root.querySelector(".instead input:checked");
  const values = Array.prototype.map.call(ticked, function (box) { return box.value; });
  return { typed: text ? text.value : values.join("\n"), said: said ? said.value : "" };
};

// Puts into the control what is answered.
Asked.prototype.show = function (question) {
  const said = this.page.store.answers.values[question.path];
  const text = this.root.querySelector("input[type='text'], input[type='tel'], textarea, select");
  const typed = !said ? "" : said.typed !== undefined ? said.typed : said.text || "";
  if (text) {
    text.value = typed;
  }
  const yes = { "true": "yes", "false": "no" };
  const chosen = typed.split("\n");
  const instead = said && (said.said === "unknown" || said.said === "declined") ? said.said : "";
  each(this.root.querySelectorAll(".choices input"), function (box) {
    const value = question.kind === "yes-no" ? [yes[typed] || typed] : chosen;
    box.checked = value.indexOf(box.value) >= 0 && (typed !== "" || box.value !== "");
  });
  each(this.root.querySelectorAll(".instead input"), function (box) { box.checked = box.value === instead; });
  this.shown = this.given();
  this.stood = JSON.stringify(said);
  this.fullest = said;
  const details = this.root.querySelector("details");
  if (details && said) {
    details.open = true;
  }
  this.remark(question);
};

// Puts parts in the place of others, unless they say the same: whoever hears the page is not told anything twice.
function replaced(place, parts) {
  const made = element("div", {}, parts);
  if (place.innerHTML !== made.innerHTML) {
    place.textContent = "";
    Array.prototype.slice.call(made.childNodes).forEach(function (part) { place.appendChild(part); });
  }
}

// What is wrong with the answer, what may be said about it, and what it said before.
Asked.prototype.remark = function (question) {
  const self = this;
  const words = this.page.words;
  const said = this.page.store.answers.values[question.path];
  const wrong = said && said.said === "wrong" ? said : undefined;
  const error = this.part("error");
  if (error && !wrong) {
    replaced(error, []);
  } else if (error) {
    const reply = read(question, wrong.text, words);
    const days = (reply.days || []).map(function (day) {
      return button(day.words, { "data-day": day.text }, function () { self.pick(day); });
    });
    const takes = isRefused(wrong.text) ? [this.mending("take_out_character", withoutRefused)] : [];
    replaced(error, [
      element("strong", {}, words.say("mend")),
      " " + words.say(reply.days ? "choose_date" : "wrong." + (reply.wrong || wrong.wrong), refusedIn(wrong.text)),
      element("span", { "class": "days" }, days.concat(takes))
    ]);
  }
  this.root.classList[wrong ? "add" : "remove"]("wrong");
  each(this.root.querySelectorAll("input[type='text'], input[type='tel'], textarea, select"), function (control) {
    if (wrong) {
      control.setAttribute("aria-invalid", "true");
    } else {
      control.removeAttribute("aria-invalid");
    }
  });
  const advice = this.part("advice");
  if (advice) {
    const lines = this.advice(question, said).map(function (line) { return element("p", {}, line); });
    replaced(advice, lines.length === 0 ? [] : [element("p", { "class": "lead" }, words.say("coach_head"))].concat(lines));
  }
  this.tellSentence();
  this.before(question);
};

// The sentence of the paper with what is typed in it.
Asked.prototype.tellSentence = function () {
  const place = this.part("sentence");
  if (place) {
    const sentence = this.question.sentence;
    const whole = sentence ? wholeSentence(sentence, this.given().typed) : undefined;
    replaced(place, whole === undefined ? [] : [this.page.words.say("sentence_now") + " " + whole]);
  }
};

// A button that makes of the answer what `mend` makes of it.
Asked.prototype.mending = function (label, mend) {
  const self = this;
  return button(this.page.words.say(label), {}, function () {
    const control = self.root.querySelector("input[type='text'], input[type='tel'], textarea");
    const text = mend(control.value);
    if (text !== undefined) {
      control.value = text;
      self.commit();
      self.show(self.question);
      control.focus();
      self.page.changed();
    }
  });
};

// What the question said before, each with the button that puts it back.
Asked.prototype.before = function (question) {
  const self = this;
  const page = this.page;
  const place = this.part("earlier");
  if (!place) {
    return;
  }
  const parts = [];
  page.store.earlier(question.path).forEach(function (said, at) {
    const id = idOf(question.path) + "-was" + at;
    parts.push(element("blockquote", { dir: "auto", id: id }, page.sheet().shown(question.asking, said.typed === undefined || question.choices.length > 0 ? said.text : said.typed)));
    parts.push(button(page.words.say("put_back"), { "aria-describedby": id }, function () {
      page.commit();
      page.store.putBack(question, said);
      self.show(question);
      page.changed();
      (self.root.querySelector("input:checked") || self.root.querySelector("input, textarea, select")).focus();
    }));
  });
  replaced(place, parts.length === 0 ? [] : [element("p", { "class": "lead" }, page.words.say("earlier"))].concat(parts));
};

// What is said of an answer: lines, each its words or its words and a button.
Asked.prototype.advice = function (question, said) {
  const words = this.page.words;
  if (!said || said.said !== "text") {
    return [];
  }
  const typed = said.typed === undefined ? said.text : said.typed;
  const remark = question.kind === "date" ? dateRemark(oneLine(typed), words) : null;
  const advice = this.mended(question, typed)
    .concat(this.page.coach.look(question, this.page.sheet(), said.text).map(function (key) { return words.say(key); }));
  const lines = remark === null ? advice : [remark].concat(advice);
  const count = said.text.split(SPACES).filter(function (word) { return word !== ""; }).length;
  const most = question.asking.max_words;
  return most !== undefined && count > most ? lines.concat([words.say("too_many_words", { words: count, most: most })]) : lines;
};

// What of an answer can be mended at one press, and what was left out of it already.
Asked.prototype.mended = function (question, typed) {
  const words = this.page.words;
  const text = cleaned(typed);
  const lines = text === typed ? [] : [words.say("coach_cleaned")];
  const strange = unprinted(text);
  if (strange) {
    const key = strange.without === undefined ? "coach_unprinted_letters" : "coach_unprinted";
    const line = words.say(key, { characters: strange.named.join(", ") });
    const without = function (now) { const found = unprinted(cleaned(now)); return found ? found.without : undefined; };
    lines.push(strange.without === undefined ? line : [line + " ", this.mending("take_out_character", without)]);
  }
  if (question.kind === "prose" && joinedLines(text) !== undefined) {
    lines.push([words.say("coach_broken") + " ", this.mending("join_lines", function (now) { return joinedLines(cleaned(now)); })]);
  }
  return lines;
};

// The day that was meant.
Asked.prototype.pick = function (day) {
  const text = this.root.querySelector("input");
  text.value = day.words;
  this.page.store.answer(this.question, day.text, "", this.page.words);
  this.page.store.answers.values[this.question.path].typed = day.words;
  this.page.store.keep();
  this.show(this.question);
  text.focus();
  this.page.changed();
};

// Keeps what stands in the control, where somebody has changed it since it was shown.
Asked.prototype.commit = function () {
  const store = this.page.store;
  const given = this.given();
  if (this.question.kind === "another" || (given.typed === this.shown.typed && given.said === this.shown.said)) {
    return;
  }
  const path = this.question.path;
  const said = store.answers.values[path];
  // What another window wrote meanwhile is kept beside it.
  if (JSON.stringify(said) !== this.stood) {
    store.setAside(path, said);
  }
  const typing = this.root.querySelector("input[type='text'], input[type='tel'], textarea") !== null;
  store.answer(this.question, given.typed, given.said, this.page.words, typing && this.fullest ? this.fullest : said);
  const now = store.answers.values[path];
  if (given.said !== "" && given.typed !== "") {
    // What is sent is what is shown: the text is not there any more, and can be put back.
    this.show(this.question);
  }
  this.shown = this.given();
  this.stood = JSON.stringify(now);
  const length = function (one) { return one && one.text !== undefined ? one.text.length : 0; };
  if (length(now) === 0 || length(now) >= length(this.fullest)) {
    this.fullest = now;
  }
};

// Shows what another window has written, unless somebody is writing here.
Asked.prototype.refresh = function () {
  const given = this.given();
  if (this.question.kind !== "another" && given.typed === this.shown.typed && given.said === this.shown.said) {
    this.show(this.question);
  }
};
