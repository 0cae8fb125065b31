// What may be said about an answer after it was given: quietly, and never in its way. The phrases are the program's own.

const TELLING = 5;

function isWordLetter(letter) {
  if (letter < "\u0080") {
    return /[0-9A-Za-z'-]/.test(letter);
  }
  return /[\u2019\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2070-\u218f\u2c00-\u2dff\u3005-\u3007\u3041-\uabff\uac00-\ud7ff\ud800-\udfff\uf900-\ufdff\ufe70-\ufefe\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc]/
    .test(letter);
}

// Words in small letters, without what stands around them.
function wordsOf(text) {
  const words = [""];
  text.split("").forEach(function (letter) {
    if (isWordLetter(letter)) {
      words[words.length - 1] += letter === "\u2019" ? "'" : letter;
    } else {
      words.push("");
    }
  });
  return words.map(function (word) { return word.toLowerCase(); }).filter(function (word) { return word !== ""; });
}

function Coach(phrases) {
  const spoken = function (phrase) { return " " + wordsOf(phrase).join(" ") + " "; };
  const patterns = function (pattern) { return new RegExp(pattern[0], pattern[1]); };
  this.lists = {};
  ["praise", "law", "guess", "time"].forEach(function (name) { this.lists[name] = phrases[name].map(spoken); }, this);
  this.address = phrases.address.map(patterns);
  this.aNumber = phrases.a_number.map(patterns);
  this.initials = phrases.initials;
  this.filler = phrases.filler;
}

// The keys of what may be said about the answer to a question.
Coach.prototype.look = function (question, sheet, text) {
  if (["prose", "line"].indexOf(question.kind) < 0) {
    return [];
  }
  if (this.isFiller(text)) {
    return ["coach_filler"];
  }
  if (question.path.indexOf("proposed.") === 0) {
    return [];
  }
  const words = wordsOf(text);
  const spoken = " " + words.join(" ") + " ";
  const lists = this.lists;
  const says = function (name) { return lists[name].some(function (phrase) { return spoken.indexOf(phrase) >= 0; }); };
  const matches = function (patterns) { return patterns.some(function (pattern) { return pattern.test(text); }); };
  const tellsATime = says("time") || words.some(function (word) { return /[0-9]/.test(word); });
  const prose = question.kind === "prose";
  const quoted = /["\u201c\u00ab]/.test(text);
  const checks = [
    ["coach_unfit", question.sentence !== undefined && isUnfit(text, question.sentence[0], question.sentence[1])],
    ["coach_time", prose && isOccasion(question, sheet) && words.length >= TELLING && !tellsATime],
    ["coach_praise", prose && says("praise") && !tellsATime && !quoted],
    ["coach_law", says("law")],
    ["coach_guess", prose && says("guess")],
    ["coach_child", this.namesAChild(text)],
    ["coach_a_number", matches(this.aNumber)],
    ["coach_address", matches(this.address)]
  ];
  return checks.filter(function (check) { return check[1]; }).map(function (check) { return check[0]; });
};

// Whether a text is no answer but says that there is none, or nothing at all.
Coach.prototype.isFiller = function (text) {
  const plain = plainWord(text);
  if (plain === "") {
    return trim(text) !== "";
  }
  const same = Array.from(plain).every(function (letter, _, all) { return letter === all[0]; });
  const one = same && !/[0-9]/.test(plain) && (plain.charAt(0) === "x" || Array.from(plain).length > 2);
  return one || this.filler.indexOf(wordsApart(plain).join(" ")) >= 0;
};

// Whether the question is about one occasion of a list, whose date nobody has given beside it.
function isOccasion(question, sheet) {
  if (!question.item) {
    return false;
  }
  const item = question.path.slice(0, question.path.lastIndexOf(".") + 1);
  return !sheet.questions.some(function (other) {
    return other.kind === "date" && other.path.indexOf(item) === 0 && other.state.name === "answered";
  });
}

// Whether a text has names whose first letters are the initials of a child of whom the paper speaks: the names themselves
// are not in this file.
Coach.prototype.namesAChild = function (text) {
  const words = text.split(/[^0-9A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2019-]+/);
  return this.initials.some(function (initials) {
    const letters = initials.split(".").filter(function (letter) { return letter !== ""; });
    return letters.length > 1 && words.some(function (_, at) {
      return letters.every(function (letter, step) {
        const word = words[at + step] || "";
        return word.length > 1 && word.charAt(0) === letter && word !== word.toUpperCase();
      });
    });
  });
};
