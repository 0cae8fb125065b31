// What can be mended in an answer at one press: lines that a mail broke, and characters that no page can print.

// The first and the last of each run of characters that a font of the paper has.
let PRINTED = [];

// The runs as the form holds them: gaps and lengths in figures of base 36.
function knowLetters(runs) {
  const numbers = runs.split(" ").map(function (number) { return parseInt(number, 36); });
  PRINTED = [];
  let next = 0;
  for (let at = 0; at + 1 < numbers.length; at += 2) {
    const first = next + numbers[at];
    next = first + numbers[at + 1];
    PRINTED.push([first, next - 1]);
  }
}

const UNSEEN = new RegExp("^[\\n\\t\\u00ad\\u034f\\u061c\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f"
  + "\\ufe00-\\ufe0f\\ufeff\\ufff0-\\ufff8\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]$", "u");
const ACCENT = /^[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]$/;
const SYMBOL = new RegExp("^[\\u2000-\\u206f\\u20a0-\\u20ff\\u2190-\\u2bff\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303d\\u303f\\ue000-\\uf8ff"
  + "\\ufe00-\\ufe1f\\ufff0-\\uffff\\u{1d000}-\\u{1d1ff}\\u{1f000}-\\u{1faff}\\u{e0000}-\\u{10ffff}]$", "u");

// Whether a font has the character, or it is never drawn.
function isPrinted(letter) {
  const code = letter.codePointAt(0);
  return letter !== "\u20e3" && (code < 128 || WHITE.test(letter) || UNSEEN.test(letter)
    || PRINTED.some(function (run) { return run[0] <= code && code <= run[1]; }));
}

// The characters of a text that no font has: { named, without }; `without` only where none of them is a letter, which
// nobody should lose by a slip.
function unprinted(text) {
  const named = [];
  let before = " ";
  let letters = false;
  Array.from(text).forEach(function (letter) {
    if (!isPrinted(letter)) {
      const number = letter.codePointAt(0).toString(16).toUpperCase();
      const name = letter + " (U+" + ("000" + number).slice(-Math.max(4, number.length)) + ")";
      if (named.length < 3 && named.indexOf(name) < 0) {
        named.push(name);
      }
      letters = letters || !(SYMBOL.test(letter) || ACCENT.test(letter)) || (ACCENT.test(letter) && !SYMBOL.test(before) && isWordLetter(before));
    }
    before = letter;
  });
  return named.length === 0 ? null : { named: named, without: letters ? undefined : withoutLetters(text, isPrinted) };
}

// The text without the characters that cannot be kept; none where there are none.
function withoutRefused(text) {
  const isKept = function (letter) { return "rtbBdhlp".indexOf(fateOf(letter.codePointAt(0)) || "-") < 0; };
  return isRefused(text) ? withoutLetters(cleaned(text), isKept) : undefined;
}

function isJoiner(letter) {
  return UNSEEN.test(letter) && !WHITE.test(letter);
}

// A text with only the characters that are kept, without the joiners of those that go and without doubled spaces there.
function withoutLetters(text, isKept) {
  const out = [];
  let gone = false;
  Array.from(text).forEach(function (letter) {
    if (!isKept(letter) || ((gone || letter === "\u20e3") && isJoiner(letter))) {
      // What joined it to the character before.
      while (out.length > 0 && isJoiner(out[out.length - 1])) {
        out.pop();
      }
      gone = true;
      return;
    }
    const last = out[out.length - 1];
    if ((gone && " .,\n".indexOf(letter) >= 0 && (last === " " || last === "\n")) || (gone && last === undefined && letter === " ")) {
      if (letter === " ") {
        return;
      }
      while (out[out.length - 1] === " ") {
        out.pop();
      }
    }
    gone = false;
    out.push(letter);
  });
  return out.join("").replace(/ +$/, "");
}

// The text with its lines joined, where a mail or a narrow window has broken its paragraphs; none for any other text.
function joinedLines(text) {
  const runs = [];
  text.split("\n").forEach(function (line) {
    const blank = trim(line) === "";
    if (runs.length === 0 || runs[runs.length - 1].blank !== blank) {
      runs.push({ blank: blank, lines: [] });
    }
    runs[runs.length - 1].lines.push(line);
  });
  let found = false;
  const out = runs.map(function (run) {
    if (!isBroken(run.lines.map(trim))) {
      return run.lines.join("\n");
    }
    found = true;
    return run.lines.map(trim).reduce(function (whole, line) {
      // A hyphen at the end of a line stands within a word.
      return whole === "" || whole.slice(-1) === "-" ? whole + line : whole + " " + line;
    }, "");
  });
  return found ? out.join("\n") : undefined;
}

// Whether lines are one paragraph that was broken where the next word no longer fitted.
function isBroken(lines) {
  const length = function (text) { return Array.from(text).length; };
  const width = Math.max.apply(null, lines.map(length));
  const pairs = lines.slice(1).map(function (line, at) { return [lines[at], line]; });
  const isFull = function (pair) { return length(pair[0]) + 1 + length(wordsApart(pair[1])[0] || "") > width; };
  const goesOn = function (pair) {
    const first = Array.from(pair[1])[0];
    return first !== undefined && !isCapital(first) && isLetterOrFigure(first) && !/[.!?:;]$/.test(pair[0]);
  };
  const isItem = function (line) { return /^([-\u2022*\u2013\u2014\u00b7]|[0-9]{1,3}[.)])/.test(line); };
  return lines.length > 2 && width >= 30 && width <= 100 && !lines.some(isItem) && pairs.every(isFull)
    && pairs.filter(goesOn).length * 2 >= lines.length - 1;
}
