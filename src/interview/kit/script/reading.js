// The views besides the questions: the first page, and all answers to be read, printed and sent.

function list(lines) {
  return element("ul", {}, lines.map(function (line) { return element("li", { dir: "auto" }, line); }));
}

function paragraphsOf(lines) {
  return lines.filter(Boolean).map(function (line) { return element("p", { dir: "auto" }, line); });
}

// What helps, what to leave out and why; of a letter also what counts in the role of whoever writes it.
function guidance(page) {
  const words = page.words;
  const guide = page.language.guide;
  const role = page.store.answers.values.role;
  const own = role && role.said === "text" ? page.language.roles[role.text] : undefined;
  const avoid = guide.avoid.map(function (pair) {
    return element("li", { dir: "auto" }, [element("strong", {}, pair[0]), " " + pair[1]]);
  });
  const parts = own ? [element("h3", {}, words.say("kit_for_you")), list(own)] : [];
  return parts.concat([
    element("h3", {}, words.say("kit_what_helps")), list(guide.helps),
    element("h3", {}, words.say("kit_leave_out")), element("ul", {}, avoid)
  ]);
}

function startView(page) {
  const words = page.words;
  const language = page.language;
  const begun = !page.store.isEmpty();
  const view = element("section", { id: "start" }, [
    element("h1", { tabindex: "-1" }, words.say("title"))
  ].concat(paragraphsOf([
    words.say("kit_welcome", { title: words.say("title") }), words.say("kit_alone"), words.say("kit_leave"), words.say("kit_stop")
  ])));
  const back = language.to ? words.say("kit_to", { to: language.to }) : words.say("kit_same");
  const send = [words.say("kit_how") + " " + back, words.say("kit_next_step")];
  if (language.by) {
    view.appendChild(element("p", { "class": "by" }, words.say("kit_by", { date: language.by })));
  }
  view.appendChild(keepPart(page));
  view.appendChild(element("div", { "class": "buttons" }, [
    button(words.say(begun ? "kit_resume" : "kit_begin"), { "class": "main", id: "begin" }, function () { page.begin(); })
  ]));
  view.appendChild(element("h2", {}, words.say("kit_after")));
  paragraphsOf(send).forEach(function (line) { view.appendChild(line); });
  view.appendChild(element("h2", {}, words.say("kit_reads")));
  view.appendChild(list(language.guide.reads));
  const guide = element("div", { "class": "guidance" }, guidance(page));
  each(guide.querySelectorAll("h3"), function (heading) {
    guide.replaceChild(element("h2", {}, heading.textContent), heading);
  });
  view.appendChild(guide);
  view.appendChild(laterPart(page));
  return view;
}

// Stopping and going on later, with a draft file.
function laterPart(page) {
  const words = page.words;
  const part = element("section", { "class": "later" }, element("h2", {}, words.say("kit_later")));
  const chooser = element("input", { type: "file", id: "draft-file", accept: ".json,application/json", "class": "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  chooser.addEventListener("change", function () { page.openDraft(chooser.files[0]); });
  part.appendChild(element("div", { "class": "buttons" }, [
    button(words.say("kit_draft"), { id: "save-draft", "aria-describedby": "draft-why" }, function () { page.saveDraft(); }),
    button(words.say("kit_open"), { id: "open-draft" }, function () { chooser.click(); }),
    chooser
  ]));
  part.appendChild(element("p", { "class": "hint", id: "draft-why" }, words.say("kit_draft_why")));
  return part;
}

// All answers in order, marked as a reading copy.
function readingView(page) {
  const words = page.words;
  const sheet = page.sheet();
  const view = element("section", { id: "answers" }, [
    element("h1", { tabindex: "-1" }, words.say("kit_review")),
    element("p", { "class": "copy" }, [element("strong", {}, words.say("kit_copy")), " " + words.say("kit_copy_why")]),
    element("p", { "class": "print-title" }, words.say("title"))
  ]);
  const open = sheet.questions.filter(function (question) {
    return question.asking.required && ["open", "wrong"].indexOf(question.state.name) >= 0;
  }).length;
  const count = sheet.questions.reduce(function (sum, question) {
    const said = sheet.answers.values[question.path];
    return sum + (said && said.said === "text" ? wordsOf(said.text).length : 0);
  }, 0);
  paragraphsOf([
    open > 0 ? words.say("kit_open_count", { count: open }) : "",
    page.kit.letter && count > 900 ? words.say("kit_long", { words: count }) : ""
  ]).forEach(function (line) { line.className = "remark"; view.appendChild(line); });
  sheet.sections().forEach(function (section, at) {
    const answers = section.questions.filter(isRead);
    if (answers.length === 0) {
      return;
    }
    if (section.part === 1) {
      view.appendChild(element("h2", { dir: "auto" }, page.heading(section)));
    }
    const rows = element("dl", {});
    chunks(answers, isOne).forEach(function (unit) {
      // An address that the lawyer has is one thing to read.
      const whole = unit[0].within !== undefined && unit.every(isWithheld);
      (whole ? unit.slice(0, 1) : unit).forEach(function (question) { readingRow(page, question, at, rows, whole); });
    });
    view.appendChild(rows);
  });
  view.appendChild(removedPart(page));
  view.appendChild(sendPart(page));
  view.appendChild(keepPart(page));
  view.appendChild(laterPart(page));
  return view;
}

// What was taken out, each with the button that puts it back.
function removedPart(page) {
  const words = page.words;
  const part = element("section", { id: "removed" });
  if (page.store.removed.length === 0) {
    part.hidden = true;
    return part;
  }
  part.appendChild(element("h2", {}, words.say("taken_out")));
  part.appendChild(element("p", {}, words.say("kit_taken_out_why")));
  page.store.removed.forEach(function (removed, at) {
    // As it would read if it were there.
    const answers = JSON.parse(JSON.stringify(page.store.answers));
    restoreItem(answers, removed);
    const within = removed.list + "." + removed.id + ".";
    const questions = new Sheet(page.data.plan, words, answers).questions.filter(function (question) {
      return question.path.indexOf(within) === 0;
    });
    const texts = questions.filter(function (question) { return question.state.text !== undefined; })
      .map(function (question) { return element("blockquote", { dir: "auto" }, question.state.text); });
    const title = questions.length > 0 && questions[0].section !== undefined ? questions[0].section : words.say("kit_other");
    part.appendChild(element("div", { id: "removed-" + at, "class": "earlier" }, [element("p", { "class": "lead" }, title)].concat(texts)));
    part.appendChild(element("div", { "class": "buttons quiet" }, [
      button(words.say("put_back"), { "data-back": removed.list + "." + removed.id, "aria-describedby": "removed-" + at }, function () {
        page.store.putItemBack(removed);
        page.show("answers");
      })
    ]));
  });
  return part;
}

// Whether the list of all answers shows a question: not whether there is another item, and no empty part of an address.
function isRead(question) {
  const empty = question.state.name === "known" && question.state.text === "";
  return question.kind !== "another" && !empty && !(question.item && !question.item.there && question.state.name === "open");
}

function isWithheld(question) {
  return question.state.name === "known" && question.state.text === undefined;
}

// One answer; of a whole that is not shown, the words of the whole.
function readingRow(page, question, section, rows, whole) {
  const words = page.words;
  const state = question.state;
  const ask = whole ? question.within : (question.within ? question.within + " " : "") + question.ask;
  const says = { open: "review_open", skipped: "review_open", unknown: "review_unknown", declined: "review_decline", known: "kit_withheld" };
  const read = state.name === "answered" ? spokenAnswer(question.kind, state.text, words.tag) : state.text;
  const answer = read === undefined ? element("span", { "class": "state" }, words.say(says[state.name])) : element("span", { dir: "auto", "class": "text" }, read);
  const parts = [answer];
  if (state.name === "wrong") {
    parts.push(element("span", { "class": "state wrong" }, words.say("review_wrong")));
  }
  parts.push(button(words.say("kit_change"), { "class": "change", "aria-label": words.say("kit_change") + ": " + ask }, function () {
    page.go(String(section + 1), question.path);
  }));
  rows.appendChild(element("dt", { dir: "auto" }, ask));
  rows.appendChild(element("dd", {}, parts));
}

// The answer file.
function sendPart(page) {
  const words = page.words;
  const language = page.language;
  const part = element("section", { "class": "send" }, element("h2", {}, words.say("kit_save_title")));
  const sealed = Boolean(page.kit.key);
  const printing = button(words.say("kit_print"), { id: "print" }, function () { window.print(); });
  if (sealed && !canSeal()) {
    paragraphsOf([words.say("kit_no_lock"), words.say("kit_no_lock_do")]).forEach(function (line) { part.appendChild(line); });
    part.querySelector("p").className = "remark";
    part.appendChild(element("div", { "class": "buttons" }, [printing]));
    return part;
  }
  paragraphsOf([words.say(sealed ? "kit_sealed" : "kit_plain")]).forEach(function (line) { part.appendChild(line); });
  const said = element("div", { id: "saved", role: "status", tabindex: "-1" });
  const save = button(words.say("kit_save"), { "class": "main", id: "save" }, function () { page.save(save, said); });
  const buttons = [save, printing];
  if (canShare()) {
    save.className = "";
    const send = button(words.say("kit_send"), { "class": "main", id: "send" }, function () { page.share(send, said); });
    buttons.unshift(send);
  }
  part.appendChild(element("div", { "class": "buttons" }, buttons));
  part.appendChild(said);
  paragraphsOf([
    language.by ? words.say("kit_by", { date: language.by }) : "",
    language.to ? words.say("kit_to", { to: language.to }) : words.say("kit_same")
  ]).forEach(function (line) { part.appendChild(line); });
  part.appendChild(codePart(page));
  part.appendChild(sentPart(page));
  return part;
}

// The answers as a code, for whoever can send no file.
function codePart(page) {
  const words = page.words;
  const said = element("div", { id: "code-said", role: "status" });
  const text = element("pre", { id: "code", tabindex: "0", hidden: true, "aria-label": words.say("kit_code_name"), translate: "no" });
  const copying = button(words.say("kit_code_copy"), { id: "code-copy", hidden: true }, function () {
    copied(text).then(function (done) { said.textContent = words.say(done ? "kit_code_copied" : "kit_code_not_copied"); });
  });
  const printing = button(words.say("kit_code_print"), { id: "code-print", hidden: true }, function () {
    document.documentElement.classList.add("printing-code");
    window.print();
    document.documentElement.classList.remove("printing-code");
  });
  const show = button(words.say("kit_code_show"), { id: "code-show" }, function () {
    page.make(show, said, code, async function (made) {
      text.textContent = made;
      [text, copying, printing].forEach(function (one) { one.hidden = false; });
      return [];
    });
  });
  return element("details", { id: "code-part" }, [
    element("summary", {}, words.say("kit_code")),
    element("p", {}, words.say("kit_code_why")),
    element("div", { "class": "buttons" }, [show, copying, printing]), said, text
  ]);
}

// Puts the text of an element where it can be pasted from; whether the browser let it.
async function copied(place) {
  try {
    await navigator.clipboard.writeText(place.textContent);
    return true;
  } catch (error) {
    window.getSelection().selectAllChildren(place);
    return document.execCommand("copy");
  }
}

// What the browser keeps stays there until the writer says that the answers are sent.
function sentPart(page) {
  const words = page.words;
  const part = element("div", { id: "sent-part", hidden: !page.store.keeps });
  part.appendChild(element("p", {}, words.say("kit_until_sent")));
  part.appendChild(element("div", { "class": "buttons" }, [
    button(words.say("kit_sent"), { id: "sent" }, function () {
      if (window.confirm(words.say("kit_sent_sure"))) {
        page.commit();
        page.store.forget();
        page.store.markSaved();
        page.chose = "no";
        page.show("answers");
        document.getElementById("saved").appendChild(element("p", {}, words.say("kit_gone")));
        document.getElementById("saved").focus();
      }
    })
  ]));
  return part;
}
