// Characters that people paste without seeing them: what a reader loses nothing by is cleaned, and what is left and cannot
// be printed is named by its place. The table is the program's own.

let CHARACTERS = { table: [], right_to_left: [], joined: [], selected: [], names: {} };

function knowCharacters(characters) {
  CHARACTERS = Object.assign({ names: {} }, characters);
}

const WHITE = new RegExp("^[" + SPACE + "]$");

// What becomes of a character: the first letter of its fate; nothing for one that is what it seems.
function fateOf(code) {
  if ((code >= 0x20 && code <= 0x7e) || code === 0x09 || code === 0x0a || (code >= 0xae && code <= 0x61b)) {
    return "";
  }
  if ((code & 0xfffe) === 0xfffe) {
    return "r";
  }
  const row = CHARACTERS.table.filter(function (row) { return row[0] <= code && code <= row[1]; })[0];
  return row ? row[2] : "";
}

function isIn(ranges, letter) {
  const code = letter === undefined ? -1 : letter.codePointAt(0);
  return ranges.some(function (range) { return range[0] <= code && code <= range[1]; });
}

// The text without what no reader sees, and with plain ends of lines and bullets.
function cleaned(text) {
  if (/^[ -~\n\t\u00ae-\u061b]*$/.test(text)) {
    return text;
  }
  const next = cleanedOnce(Array.from(text));
  return next === text ? text : cleaned(next);
}

function cleanedOnce(letters) {
  const turned = letters.some(function (letter) { return isIn(CHARACTERS.right_to_left, letter); });
  const kept = [];
  let opens = true;
  let at = 0;
  const keep = function (letter) {
    kept.push(letter);
    opens = letter === "\n" || (opens && WHITE.test(letter));
  };
  while (at < letters.length) {
    const letter = letters[at];
    const before = kept[kept.length - 1];
    const next = letters[at + 1];
    at += 1;
    switch (fateOf(letter.codePointAt(0))) {
      case "d": break;
      case "h":
        if (next === "\n" || (next !== undefined && fateOf(next.codePointAt(0)) === "l")) {
          at += next === "\r" && letters[at + 1] === "\n" ? 2 : 1;
        }
        break;
      case "l":
        at += letter === "\r" && next === "\n" ? 1 : 0;
        keep("\n");
        break;
      case "p":
        keep("\n");
        keep("\n");
        break;
      case "m":
        if (turned && before !== letter) {
          keep(letter);
        }
        break;
      case "t":
        if (turned) {
          keep(letter);
        }
        break;
      case "j":
        if (!(before !== undefined && fateOf(before.codePointAt(0)) === "j")
          && (isIn(CHARACTERS.joined, before) || isIn(CHARACTERS.joined, next))) {
          keep(letter);
        }
        break;
      case "s":
        if (/^[0-9#*]$/.test(before) ? next === "\u20e3" : isIn(CHARACTERS.selected, before)) {
          keep(letter);
        }
        break;
      case "b": keep(opens ? "\u2022" : letter); break;
      case "B": keep("\u2022"); break;
      default: keep(letter);
    }
  }
  return kept.join("");
}

// The first character that cannot be kept, also once the text is cleaned: { character, line, column }; null for none.
function refusedIn(text) {
  const lines = cleaned(text).split("\n");
  for (let line = 0; line < lines.length; line += 1) {
    const letters = Array.from(lines[line]);
    for (let column = 0; column < letters.length; column += 1) {
      const code = letters[column].codePointAt(0);
      if ("rtbBdhlp".indexOf(fateOf(code) || "-") >= 0) {
        const number = "U+" + ("000" + code.toString(16).toUpperCase()).slice(-Math.max(4, code.toString(16).length));
        const name = CHARACTERS.names[code];
        return { character: name ? number + " (" + name + ")" : number, line: line + 1, column: column + 1 };
      }
    }
  }
  return null;
}

function isRefused(text) {
  return refusedIn(text) !== null;
}
