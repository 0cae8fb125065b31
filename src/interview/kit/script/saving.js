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

// Makes the answer file; what the browser has kept is taken out when it is made.
Page.prototype.save = async function (save, said) {
  const self = this;
  const words = this.words;
  const name = this.kit.draft + "-answers.json";
  const sheet = this.sheet();
  save.disabled = true;
  said.textContent = words.say("kit_saving");
  try {
    const file = await parcel(this.kit, contents(this.kit, this.language.tag, sheet, today()));
    said.textContent = "";
    if (file === null) {
      said.appendChild(element("p", { "class": "error" }, words.say("kit_too_long")));
    } else {
      download(name, file);
      const kept = self.store.forget();
      self.store.markSaved();
      const box = document.getElementById("keep");
      if (box) {
        box.checked = false;
        document.getElementById("keep-state").textContent = "";
      }
      paragraphsOf([
        words.say("kit_saved", { file: name }), words.say("kit_where"), words.say("kit_again"), kept ? words.say("kit_gone") : "", words.say("kit_done")
      ]).forEach(function (line) { said.appendChild(line); });
      said.firstChild.className = "done";
    }
  } catch (error) {
    said.textContent = "";
    said.appendChild(element("p", { "class": "error" }, words.say("kit_failed")));
  }
  save.disabled = false;
};

Page.prototype.saveDraft = function () {
  this.commit();
  download(this.kit.draft + "-draft.json", this.store.draft());
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
