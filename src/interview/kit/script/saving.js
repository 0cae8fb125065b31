// What is saved: the answer file for the lawyer, and a draft file to go on with.

function today() {
  const now = new Date();
  return pad(now.getFullYear(), 4) + "-" + pad(now.getMonth() + 1, 2) + "-" + pad(now.getDate(), 2);
}

function download(name, text) {
  const link = element("a", { download: name, href: URL.createObjectURL(new Blob([text], { type: "application/json" })), hidden: true });
  document.body.appendChild(link);
  link.click();
  document.body.removeChild(link);
  window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
}

Page.prototype.say = function (key, holes) {
  this.live.textContent = this.words.say(key, holes);
};

// Whether this browser hands files to other programs of the device, as a phone does. It takes a text file; of others
// some browsers say so too, and refuse them when it comes to it.
function canShare() {
  try {
    return Boolean(navigator.share && navigator.canShare && navigator.canShare({ files: [textFile("a.txt", "a")] }));
  } catch (error) {
    return false;
  }
}

function textFile(name, text) {
  return new File([text], name, { type: "text/plain" });
}

// Makes the answer file and hands it on; `hand` gives what is said of it. What the browser keeps stays until the writer
// says that it is sent.
Page.prototype.make = async function (pressed, said, made, hand) {
  const words = this.words;
  pressed.disabled = true;
  said.textContent = words.say("kit_saving");
  let lines = [];
  try {
    const file = await made(this.kit, contents(this.kit, this.language.tag, this.sheet(), today()));
    lines = file === null ? [element("p", { "class": "error" }, words.say("kit_too_long"))] : await hand(file);
  } catch (error) {
    lines = [element("p", { "class": "error" }, words.say("kit_failed"))];
  }
  said.textContent = "";
  lines.forEach(function (line) { said.appendChild(line); });
  pressed.disabled = false;
};

// What is said once the answers have left the page.
Page.prototype.handed = function (keys, name) {
  const words = this.words;
  this.store.markSaved();
  const lines = paragraphsOf(keys.map(function (key) { return words.say(key, { file: name }); }));
  lines[0].className = "done";
  return lines;
};

Page.prototype.save = function (pressed, said) {
  const self = this;
  const name = this.words.say("kit_file", { draft: this.kit.draft }) + ".json";
  return this.make(pressed, said, parcel, async function (file) {
    download(name, file);
    return self.handed(["kit_saved", "kit_where", "kit_again", "kit_done"], name);
  });
};

// Hands the answer file to a program of the phone; where that fails, it is saved.
Page.prototype.share = function (pressed, said) {
  const self = this;
  const words = this.words;
  const name = words.say("kit_file", { draft: this.kit.draft }) + ".txt";
  return this.make(pressed, said, parcel, async function (file) {
    try {
      await navigator.share({ files: [textFile(name, file)], title: words.say("title") });
    } catch (error) {
      if (error.name === "AbortError") {
        return paragraphsOf([words.say("kit_not_shared")]);
      }
      download(name, file);
      return self.handed(["kit_saved", "kit_where", "kit_again", "kit_done"], name);
    }
    return self.handed(["kit_shared", "kit_again", "kit_done"], name);
  });
};

Page.prototype.saveDraft = function () {
  this.commit();
  download(this.words.say("kit_draft_file", { draft: this.kit.draft }) + ".json", this.store.draft());
  this.store.markSaved();
};

Page.prototype.openDraft = function (file) {
  const self = this;
  if (!file) {
    return;
  }
  const reader = new FileReader();
  reader.onload = function () {
    if (!self.store.isEmpty() && !window.confirm(self.words.say("kit_replace"))) {
      return;
    }
    const opened = self.store.open(String(reader.result));
    if (opened) {
      self.store.markSaved();
      self.store.keep();
    }
    self.show(self.at);
    self.say(opened ? "kit_opened" : "kit_no_draft");
    self.remark(opened ? "kit_opened" : "kit_no_draft");
  };
  reader.readAsText(file);
};
