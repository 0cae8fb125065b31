// Two windows of one form that keep their answers in the same browser: what each of them changed comes together, and
// what cannot stand beside the other is kept as an earlier answer.

// Everything in which two windows can differ, each thing under a key of its own.
function flat(answers, removed) {
  const all = {};
  Object.keys(answers.values).forEach(function (path) {
    all["v " + path] = JSON.stringify(answerOf(answers.values[path]));
  });
  Object.keys(answers.lists).forEach(function (list) {
    answers.lists[list].forEach(function (id) { all["i " + list + " " + id] = "1"; });
  });
  Object.keys(answers.passed).forEach(function (path) { all["p " + path] = "1"; });
  removed.forEach(function (item) { all["r " + item.list + " " + item.id] = JSON.stringify(item); });
  return all;
}

// The keys of several tables, each once.
function keysOf(tables) {
  return Object.keys(Object.assign.apply(null, [{}].concat(tables)));
}

// Notes of each thing that is otherwise than before that it was changed now.
Store.prototype.stamp = function (now) {
  const self = this;
  const all = flat(this.answers, this.removed);
  keysOf([all, this.stamped]).forEach(function (key) {
    if (all[key] !== self.stamped[key]) {
      self.times[key] = now;
    }
  });
  this.stamped = all;
};

// Puts one thing as another window has it; `undefined` takes it away.
Store.prototype.set = function (key, value) {
  const parts = key.split(" ");
  const answers = this.answers;
  const path = parts[1];
  const id = parts[2];
  if (parts[0] === "i") {
    const others = (answers.lists[path] || []).filter(function (other) { return other !== id; });
    answers.lists[path] = value === undefined ? others : others.concat([id]);
  } else if (parts[0] === "r") {
    const others = this.removed.filter(function (item) { return item.list !== path || item.id !== id; });
    this.removed = value === undefined ? others : others.concat([JSON.parse(value)]);
  } else {
    const table = parts[0] === "v" ? answers.values : answers.passed;
    delete table[path];
    if (value !== undefined) {
      table[path] = parts[0] === "v" ? JSON.parse(value) : true;
    }
  }
};

// Takes in what another window has kept, compared with how both were when this window last met it. What only one of
// them changed is as that one has it; of what both changed the later stands.
Store.prototype.merge = function (theirs, now) {
  const self = this;
  const base = this.met;
  const their = flat(theirs.answers, theirs.removed);
  const our = flat(this.answers, this.removed);
  const aside = function (key, value) {
    self.dirty = self.dirty || value !== undefined;
    if (key.charAt(0) === "v" && value !== undefined) {
      self.setAside(key.slice(2), JSON.parse(value));
    } else if (key.charAt(0) === "r" && value !== undefined) {
      self.setAllAside(JSON.parse(value).was.values);
    }
  };
  let changed = false;
  keysOf([base, their, our]).forEach(function (key) {
    const time = theirs.times[key] || 0;
    if (their[key] !== our[key] && their[key] !== base[key]) {
      const ours = our[key] !== base[key];
      if (!ours || time > (self.times[key] || now)) {
        aside(key, ours ? our[key] : undefined);
        self.set(key, their[key]);
        changed = true;
      } else {
        aside(key, their[key]);
      }
    }
    if (time > (self.times[key] || 0)) {
      self.times[key] = time;
    }
  });
  // Items in the order of the other window, and behind them those that it does not know.
  Object.keys(theirs.answers.lists).forEach(function (list) {
    const ids = self.answers.lists[list] || [];
    const known = theirs.answers.lists[list].filter(function (id) { return ids.indexOf(id) >= 0; });
    self.answers.lists[list] = known.concat(ids.filter(function (id) { return known.indexOf(id) < 0; }));
  });
  Object.keys(theirs.before).forEach(function (path) {
    theirs.before[path].forEach(function (said) { self.setAside(path, said); });
  });
  // An item in which one window wrote while the other took it out is there again.
  this.removed.slice().forEach(function (item) {
    const within = item.list + "." + item.id + ".";
    if (Object.keys(self.answers.values).some(function (path) { return path.indexOf(within) === 0; })) {
      self.set("r " + item.list + " " + item.id, undefined);
      self.back(item);
      changed = true;
    }
  });
  this.last = Math.max(this.last, theirs.last);
  this.met = their;
  this.stamped = flat(this.answers, this.removed);
  this.news = this.news || changed;
};

// Whether the browser keeps all that is here.
Store.prototype.isMet = function () {
  const met = this.met;
  const now = flat(this.answers, this.removed);
  return !this.dirty && keysOf([now, met]).every(function (key) { return now[key] === met[key]; });
};
