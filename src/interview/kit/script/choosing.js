// Whether the browser keeps the answers: asked before anything is written, and changed at any time.

// The question, or the passphrase that opens what is kept.
function keepPart(page) {
  return page.isLocked ? unlockPart(page) : choicePart(page);
}

// What is kept so far: "own", "behind" a passphrase, "no", or "" while nobody has said.
function keptAs(page) {
  const store = page.store;
  return store.keeps ? (store.lock ? "behind" : "own") : page.chose || "";
}

function choicePart(page) {
  const words = page.words;
  const state = element("p", { "class": "state", id: "keep-state", role: "status" });
  const phrase = phrasePart(page, words.say("kit_passphrase"), words.say("kit_passphrase_keep"), function (typed) {
    if (trim(typed).length < 8) {
      return Promise.resolve(words.say("kit_passphrase_short"));
    }
    return page.store.keepBehind(typed).then(function (kept) {
      if (kept) {
        say("kit_kept_behind");
      } else {
        failed();
      }
      return "";
    });
  });
  const hint = element("p", { "class": "hint", id: "phrase-hint" }, words.say("kit_passphrase_hint"));
  phrase.insertBefore(hint, phrase.firstChild.nextSibling);
  const say = function (key) {
    state.textContent = key === "" ? "" : words.say(key);
    const sent = document.getElementById("sent-part");
    if (sent) {
      sent.hidden = !page.store.keeps;
    }
    page.tellLost();
  };
  // Nothing is kept, and nothing on the page says that it is.
  const failed = function () {
    page.store.forget();
    page.chose = "";
    phrase.hidden = true;
    each(whole.querySelectorAll("input[name='keep']"), function (box) { box.checked = false; });
    say("kit_keep_failed");
  };
  const choose = function (value) {
    page.commit();
    page.chose = value;
    phrase.hidden = value !== "behind";
    if (value === "behind") {
      state.textContent = "";
    } else if (value === "no") {
      say(page.store.forget() ? "kit_gone" : "");
    } else if (page.store.keepOpen()) {
      say("kit_kept");
    } else {
      failed();
    }
  };
  const now = keptAs(page);
  phrase.hidden = now !== "behind" || page.store.keeps;
  const labels = { own: "kit_keep_own", behind: "kit_keep_behind", no: "kit_keep_no" };
  const values = canSeal() ? ["own", "behind", "no"] : ["own", "no"];
  const column = element("div", { "class": "choices" }, values.map(function (value) {
    const box = element("input", { type: "radio", name: "keep", id: "keep-" + value, value: value });
    box.checked = now === value;
    box.addEventListener("change", function () { choose(value); });
    return element("label", { "class": "choice", "for": "keep-" + value }, [box, element("span", {}, words.say(labels[value]))]);
  }));
  const whole = element("fieldset", { id: "keeping", "aria-describedby": "keep-why" }, [
    element("legend", {}, element("h2", {}, words.say("kit_keep"))),
    element("p", { "class": "hint", id: "keep-why" }, words.say("kit_keep_why")),
    column
  ]);
  if (values.length < 3) {
    whole.appendChild(element("p", { "class": "hint" }, words.say("kit_keep_no_lock")));
  }
  whole.appendChild(phrase);
  whole.appendChild(state);
  return element("section", { "class": "later" }, whole);
}

// A field for a passphrase, and a button; `use` gives what is wrong, or nothing.
function phrasePart(page, label, words, use) {
  const field = element("input", {
    type: "password", id: "passphrase", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": "phrase-error phrase-hint"
  });
  const error = element("p", { "class": "error", id: "phrase-error", "aria-live": "polite" });
  const show = element("input", { type: "checkbox", id: "phrase-show" });
  show.addEventListener("change", function () { field.type = show.checked ? "text" : "password"; });
  const go = button(words, { id: "phrase-go" }, function () {
    go.disabled = true;
    error.textContent = "";
    use(field.value).then(function (wrong) {
      go.disabled = false;
      error.textContent = wrong;
      if (wrong === "") {
        field.value = "";
      } else {
        field.focus();
      }
    });
  });
  field.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      event.preventDefault();
      go.click();
    }
  });
  return element("div", { id: "phrase" }, [
    element("label", { "for": "passphrase" }, label), field,
    element("label", { "class": "choice", "for": "phrase-show" }, [show, element("span", {}, page.words.say("kit_passphrase_show"))]),
    error, element("div", { "class": "buttons" }, go)
  ]);
}

// Answers are kept here behind a passphrase: nothing of them is shown, and nothing is lost, before it is typed.
function unlockPart(page) {
  const words = page.words;
  const part = element("section", { "class": "later", id: "locked" }, [
    element("h2", {}, words.say("kit_locked")), element("p", { id: "phrase-hint" }, words.say("kit_locked_why"))
  ]);
  part.appendChild(phrasePart(page, words.say("kit_passphrase"), words.say("kit_unlock"), function (typed) {
    return page.store.unlock(typed).then(function (opened) {
      if (!opened) {
        return words.say("kit_passphrase_wrong");
      }
      page.isLocked = false;
      page.show("start");
      page.tellLost();
      page.remark("kit_found");
      return "";
    });
  }));
  part.appendChild(element("div", { "class": "buttons quiet" }, [
    button(words.say("kit_forget"), { id: "forget" }, function () {
      if (window.confirm(words.say("kit_forget_sure"))) {
        page.store.forget();
        page.isLocked = false;
        page.show("start");
      }
    })
  ]));
  return part;
}

// Begins; whoever has not said whether the answers are kept is asked once more.
Page.prototype.begin = function () {
  if (keptAs(this) === "" && !this.isLocked && !this.askedToKeep) {
    this.askedToKeep = true;
    document.getElementById("keep-state").textContent = this.words.say("kit_keep_first");
    document.querySelector("#keeping input").focus();
    return;
  }
  if (this.chose === "behind" && !this.store.keeps) {
    document.getElementById("phrase-error").textContent = this.words.say("kit_passphrase_short");
    document.getElementById("passphrase").focus();
    return;
  }
  this.go(this.firstOpen());
};
