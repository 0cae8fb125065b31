// What the browser keeps of the answers: readable, or behind a passphrase. Two windows of one form meet in it.

// How often a passphrase is hashed: what OWASP recommends for PBKDF2 with SHA-256.
const ROUNDS = 600000;

function isLocked(text) {
  try {
    return JSON.parse(text).locked === 1;
  } catch (error) {
    return false;
  }
}

// The key that a passphrase gives.
async function lockOf(passphrase, salt) {
  const typed = trim(passphrase.normalize("NFC"));
  const raw = await crypto.subtle.importKey("raw", bytesOf(typed), "PBKDF2", false, ["deriveKey"]);
  const hashed = { name: "PBKDF2", salt: salt, iterations: ROUNDS, hash: "SHA-256" };
  const key = await crypto.subtle.deriveKey(hashed, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return { key: key, salt: salt };
}

// The text behind a passphrase. How far items are counted is told in front of it: another window must know at once.
async function locked(lock, text, last) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, lock.key, bytesOf(text));
  return JSON.stringify({ locked: 1, last: last, salt: base64url(lock.salt), iv: base64url(iv), text: base64url(new Uint8Array(sealed)) });
}

// The text that was locked; an error with any other passphrase.
async function unlocked(lock, record) {
  const read = JSON.parse(record);
  const gcm = { name: "AES-GCM", iv: fromBase64url(read.iv) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(gcm, lock.key, fromBase64url(read.text)));
}

// What the browser keeps now: null when it keeps nothing, undefined when it cannot be asked.
Store.prototype.kept = function () {
  try {
    return localStorage.getItem(this.key);
  } catch (error) {
    return undefined;
  }
};

// Puts something into the browser; whether it lets this page.
Store.prototype.putIn = function (text) {
  try {
    localStorage.setItem(this.key, text);
  } catch (error) {
    this.lost = "full";
    return false;
  }
  this.record = text;
  if (this.lost === "full") {
    this.lost = "";
  }
  return true;
};

// Keeps everything in the browser, where that was asked for; whether the browser lets it. What another window has kept
// since is taken in first.
Store.prototype.keep = function () {
  this.stamp(Date.now());
  if (!this.keeps) {
    return true;
  }
  this.dirty = true;
  if (this.lock) {
    this.keepLocked();
    return this.lost !== "full";
  }
  this.meet();
  if (!this.keeps || !this.putIn(this.whole())) {
    return false;
  }
  this.met = flat(this.answers, this.removed);
  this.dirty = false;
  return true;
};

// Whether keeping may go on with what the browser keeps now: another window may have taken it out, or locked it.
Store.prototype.stays = function (kept) {
  const lost = kept === null && this.record !== undefined ? "forgotten"
    : kept && isLocked(kept) && !this.lock ? "locked"
      : "";
  if (lost !== "") {
    this.keeps = false;
    this.lost = lost;
    this.record = undefined;
  }
  return lost === "";
};

// Takes in what another window has kept.
Store.prototype.meet = function () {
  const kept = this.kept();
  if (!this.keeps || this.lock || !this.stays(kept) || !kept || kept === this.record) {
    return;
  }
  this.record = kept;
  try {
    this.merge(this.parse(kept), Date.now());
  } catch (error) {
    // What cannot be read was not written by this form, and is written over.
    this.dirty = true;
  }
};

// The same behind a passphrase: one after the other, until what the browser keeps is what is here.
Store.prototype.keepLocked = async function () {
  this.again = true;
  if (this.busy) {
    return;
  }
  this.busy = true;
  try {
    while (this.again && this.keeps && this.lock) {
      this.again = false;
      const found = this.kept();
      if (!this.stays(found)) {
        break;
      }
      if (found && found !== this.record) {
        await this.meetLocked(found);
      }
      // What is kept already is not written again: the other window would take it for news, and write in its turn.
      if (found && isLocked(found) && this.isMet()) {
        continue;
      }
      const lock = this.lock;
      const now = flat(this.answers, this.removed);
      this.dirty = false;
      const text = await locked(lock, this.whole(), this.last);
      if (this.kept() !== found) {
        this.again = true;
        this.dirty = true;
      } else if (this.keeps && this.lock === lock && this.putIn(text)) {
        this.met = now;
      }
    }
  } catch (error) {
    this.lost = "locked";
    this.keeps = false;
  }
  this.busy = false;
};

// Takes in what another window has kept behind the same passphrase; an error where it is behind another one.
Store.prototype.meetLocked = async function (found) {
  const text = isLocked(found) ? await unlocked(this.lock, found) : found;
  this.record = found;
  this.merge(this.parse(text), Date.now());
};

// Counts on from the last item of all windows, whatever is behind the passphrase.
Store.prototype.countOn = function () {
  try {
    const record = JSON.parse(this.kept());
    this.last = Math.max(this.last, Number(record.last) || 0);
    record.last = this.last + 1;
    localStorage.setItem(this.key, JSON.stringify(record));
  } catch (error) {
    // What the browser does not tell is not known; the next keeping finds it out.
  }
};

Store.prototype.forget = function () {
  this.keeps = false;
  this.lock = undefined;
  this.lost = "";
  this.record = undefined;
  this.met = {};
  try {
    const was = localStorage.getItem(this.key) !== null;
    localStorage.removeItem(this.key);
    return was;
  } catch (error) {
    return false;
  }
};

// Takes in what the browser has kept: "found", "locked" when a passphrase is wanted, or "" when there is nothing.
Store.prototype.restore = function () {
  const kept = this.kept();
  if (!kept) {
    return "";
  }
  if (isLocked(kept)) {
    return "locked";
  }
  try {
    this.takeKept(kept, kept);
    return "found";
  } catch (error) {
    return "";
  }
};

Store.prototype.takeKept = function (text, record) {
  this.take(text);
  this.met = flat(this.answers, this.removed);
  this.record = record;
  this.keeps = true;
  this.lost = "";
};

// Opens what is kept with a passphrase; false with a wrong one, and then all stays as it is.
Store.prototype.unlock = async function (passphrase) {
  const record = this.kept();
  let lock;
  let text;
  try {
    lock = await lockOf(passphrase, fromBase64url(JSON.parse(record).salt));
    text = await unlocked(lock, record);
  } catch (error) {
    return false;
  }
  if (this.isEmpty()) {
    this.takeKept(text, record);
  } else {
    // What was written before the passphrase was known stands beside what was kept.
    this.keeps = true;
    this.record = record;
    this.merge(this.parse(text), Date.now());
  }
  this.lock = lock;
  this.lost = "";
  this.keep();
  return true;
};

// Keeps everything readable from now on.
Store.prototype.keepOpen = function () {
  const lock = this.lock;
  this.lock = undefined;
  this.keeps = true;
  this.lost = "";
  if (lock) {
    // It was locked by this window: what stands there is its own.
    this.record = this.kept();
    this.putIn(this.whole());
  }
  return this.keep();
};

// Keeps everything behind a passphrase from now on; whether the browser lets it.
Store.prototype.keepBehind = async function (passphrase) {
  if (this.keeps) {
    this.meet();
  }
  try {
    this.lock = await lockOf(passphrase, crypto.getRandomValues(new Uint8Array(16)));
  } catch (error) {
    this.lock = undefined;
    return false;
  }
  this.keeps = true;
  this.lost = "";
  this.dirty = true;
  await this.keepLocked();
  return this.lost === "";
};
