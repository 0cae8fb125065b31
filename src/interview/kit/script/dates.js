// Dates as people write them, read and written as the program itself does: over the same table of words, by the same steps.

// What the program takes for white space.
const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp("[" + SPACE + "]+");
const TRIMMED = new RegExp("^[" + SPACE + "]+|[" + SPACE + "]+$", "g");
const TRIMMED_END = new RegExp("[" + SPACE + "]+$");

function trim(text) {
  return text.replace(TRIMMED, "");
}

// Words within a line: white space of any kind and length is one space.
function oneLine(text) {
  return text.split(SPACES).filter(function (word) { return word !== ""; }).join(" ");
}

function pad(number, width) {
  let text = String(number);
  while (text.length < width) {
    text = "0" + text;
  }
  return text;
}

// A text with one kind of dash and apostrophe, and nothing that cannot be seen.
function plainMarks(text) {
  return text.split("").map(function (letter) {
    return READING.marks.invisible.indexOf(letter) >= 0 ? ""
      : READING.marks.dashes.indexOf(letter) >= 0 ? "-"
        : READING.marks.apostrophes.indexOf(letter) >= 0 ? "'" : letter;
  }).join("");
}

// The plain form in which words are compared: small letters without accents.
function folded(text) {
  return plainMarks(plainMarks(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, "")).toLowerCase();
}

// A text with the figures of all scripts as those of ours. Dates are not read so: other figures are often those of another
// calendar's years.
function inOurFigures(text) {
  return text.split("").map(function (letter) {
    const code = letter.charCodeAt(0);
    const zero = READING.marks.zeros.split("").filter(function (zero) { return code >= zero.charCodeAt(0) && code <= zero.charCodeAt(0) + 9; })[0];
    return zero === undefined ? letter : String(code - zero.charCodeAt(0));
  }).join("");
}

// Runs of letters and of figures, and signs; `joint` says that a run touches the one before it.
function runs(text) {
  const found = [];
  let touches = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const kind = letter >= "a" && letter <= "z" ? "letters" : letter >= "0" && letter <= "9" ? "figures" : "sign";
    const last = found[found.length - 1];
    const run = last && last.kind !== "sign";
    const space = SPACES.test(letter);
    if (kind !== "sign" && touches && run && last.kind === kind) {
      last.text += letter;
    } else if (letter === "'" && touches && run) {
      // Within a word or behind figures it stands for nothing: `new year's`, `1990's`.
      continue;
    } else if (kind !== "sign") {
      found.push({ kind: kind, text: letter, joint: Boolean(touches && run) });
    } else if (!space) {
      found.push({ kind: "sign", text: letter });
    }
    touches = !space;
  }
  return found;
}

// The phrases of the table by their first word, longer ones first: { words, word, value }.
const PHRASES = (function () {
  const phrases = {};
  const add = function (text, word, value) {
    const words = runs(folded(text)).filter(function (piece) { return piece.kind === "letters"; })
      .map(function (piece) { return piece.text; });
    if (words.length === 0) {
      return;
    }
    const known = Object.prototype.hasOwnProperty.call(phrases, words[0]) ? phrases[words[0]] : (phrases[words[0]] = []);
    if (known.every(function (other) { return other.words.join(" ") !== words.join(" "); })) {
      known.push({ words: words, word: word, value: value });
      known.sort(function (one, other) { return other.words.length - one.words.length; });
    }
  };
  const listed = function (lists, word, first) {
    lists.forEach(function (names, at) { names.forEach(function (name) { add(name, word, at + first); }); });
  };
  listed(READING.months, "month-named", 1);
  listed(READING.seasons, "season", 0);
  listed(READING.weekdays, "weekday", 1);
  listed(READING.holidays.map(function (holiday) { return holiday.names; }), "holiday", 0);
  [["tens", "tens"], ["ordinals", "ordinal"], ["numbers", "number"]].forEach(function (group) {
    READING[group[0]].forEach(function (entry) {
      entry.slice(1).forEach(function (name) { add(name, group[1], entry[0]); });
    });
  });
  const parts = ["early", "mid", "late"];
  const back = ["today", "yesterday", "before_yesterday"];
  Object.keys(READING.words).sort().forEach(function (name) {
    READING.words[name].forEach(function (text) {
      if (parts.indexOf(name) >= 0) {
        add(text, "part", name);
      } else if (back.indexOf(name) >= 0) {
        add(text, "days-back", back.indexOf(name));
      } else if (name === "couple") {
        add(text, "number", 2);
      } else {
        add(text, name);
      }
    });
  });
  return phrases;
}());

// The longest phrase that the pieces from `start` on begin with, and where it ends.
function phraseAt(found, start) {
  const known = Object.prototype.hasOwnProperty.call(PHRASES, found[start].text) ? PHRASES[found[start].text] : [];
  for (let one = 0; one < known.length; one += 1) {
    let at = start;
    const fits = known[one].words.every(function (word) {
      // "twenty-first", "St. Patrick's".
      while (at > start && found[at] && found[at].kind === "sign" && (found[at].text === "-" || found[at].text === ".")) {
        at += 1;
      }
      const same = found[at] && found[at].kind === "letters" && found[at].text === word && !(at > start && found[at].joint);
      at += 1;
      return same;
    });
    if (fits) {
      return { word: known[one].word, value: known[one].value, end: at };
    }
  }
  return null;
}

// Figures with the ending that touches them.
function withEnding(found, at) {
  const figures = found[at].text;
  const next = found[at + 1];
  const plain = { lexeme: { is: "figures", text: figures }, end: at + 1 };
  const day = Number(figures) <= 32767 ? { is: "day", value: Number(figures) } : null;
  if (next && next.kind === "sign" && next.text === "\u00b0") {
    return { lexeme: day || plain.lexeme, end: at + 2 };
  }
  // `1.º` is `1.o` in plain form.
  const stop = next && next.kind === "sign" && next.text === "." && found[at + 2] && found[at + 2].kind === "letters" && found[at + 2].text === "o";
  const ending = stop ? "o" : next && next.kind === "letters" && next.joint ? next.text : null;
  const end = at + (stop ? 3 : 2);
  if (ending === "s") {
    return { lexeme: { is: "decade", text: figures }, end: end };
  }
  return ending !== null && READING.ordinal_endings.indexOf(ending) >= 0 && day ? { lexeme: day, end: end } : plain;
}

// A text taken apart into figures, signs and the words that the table knows, with numbers of two words as one.
function lexemes(text) {
  const found = runs(folded(text));
  const whole = [];
  let at = 0;
  while (at < found.length) {
    const piece = found[at];
    if (piece.kind === "figures") {
      const read = withEnding(found, at);
      whole.push(read.lexeme);
      at = read.end;
    } else if (piece.kind === "sign") {
      whole.push(READING.marks.about.indexOf(piece.text) >= 0 ? { is: "about" } : { is: "sign", text: piece.text });
      at += 1;
    } else {
      const phrase = phraseAt(found, at);
      const lexeme = phrase ? { is: phrase.word, value: phrase.value } : { is: "unknown" };
      const joint = whole.length > 0 && (isSign(whole[whole.length - 1], "-") || whole[whole.length - 1].is === "and");
      const place = whole.length - (joint ? 2 : 1);
      const ten = whole[place] && whole[place].is === "number" && whole[place].value >= 20 && whole[place].value % 10 === 0;
      if (ten && (lexeme.is === "number" || lexeme.is === "ordinal") && lexeme.value >= 1 && lexeme.value <= 9) {
        lexeme.value += whole[place].value;
        whole.length = place;
      }
      whole.push(lexeme);
      at = phrase ? phrase.end : at + 1;
    }
  }
  return turns(whole);
}

// The two years of a season that goes over the end of one as one: `winter 2014-2015`, `verano 2014/15`.
function turns(all) {
  const whole = [];
  all.forEach(function (lexeme) {
    const one = whole[whole.length - 2];
    if (lexeme.is === "figures" && whole.length > 1 && isSign(whole[whole.length - 1], "-/") && one.is === "figures") {
      const named = whole.slice(0, -2).filter(function (it) { return it.is !== "noise" && !isSign(it, ","); }).pop();
      const turning = named !== undefined && named.is === "season" && (named.value === 1 || named.value === 3);
      const next = pad(Number(one.text) + 1, 4);
      const same = lexeme.text === next || (lexeme.text === next.slice(2) && next.slice(0, 2) + lexeme.text === next);
      if (turning && one.text.length === 4 && same) {
        whole.length -= 2;
        whole.push({ is: "turn", value: Number(one.text) });
        return;
      }
    }
    whole.push(lexeme);
  });
  return whole;
}

function isSign(lexeme, signs) {
  return lexeme !== undefined && lexeme.is === "sign" && signs.indexOf(lexeme.text) >= 0;
}

// Without the signs and small words around it.
function trimmed(all) {
  const empty = function (lexeme) { return isSign(lexeme, ",.()") || lexeme.is === "noise"; };
  let start = 0;
  let end = all.length;
  while (start < end && empty(all[start])) {
    start += 1;
  }
  while (end > start && empty(all[end - 1])) {
    end -= 1;
  }
  // "a fines de 2014", "al final de 2014".
  if (end - start > 1 && all[start].is === "a" && all[start + 1].is === "part") {
    start += 1;
  }
  return all.slice(start, end);
}

function daysIn(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

// A stretch is { year, month, day, season, turns, holiday, decade, part }; what is not known is not there. Otherwise it is the name
// of what is wrong.
function whenOf(year, month, day) {
  if (year < 1 || year > 9999) {
    return "no_day";
  }
  if (month === undefined) {
    return { year: year };
  }
  if (month < 1 || month > 12) {
    return "no_day";
  }
  if (day === undefined) {
    return { year: year, month: month };
  }
  return day < 1 || day > daysIn(year, month) ? "no_day" : { year: year, month: month, day: day };
}

function at(stretch) {
  return { hedge: "at", one: stretch };
}

// `2026-11-12`, `2026-11`, `2014`; null for another form.
function isoDate(text) {
  const parts = text.split("-");
  const widths = [4, 2, 2];
  const figures = parts.every(function (part, place) { return part.length === widths[place] && /^[0-9]+$/.test(part); });
  if (parts.length > 3 || !figures || parts.slice(1).some(function (part) { return part === "00"; })) {
    return null;
  }
  return whenOf.apply(null, parts.map(Number));
}

// `00/00/1990`, `1990-05-00`, `??/1990`: what is left of it is for the writer to confirm; null for anything else.
function zeroDate(text) {
  const plain = trim(folded(text));
  const sign = ["/", ".", "-"].filter(function (one) { return plain.indexOf(one) >= 0; })[0];
  if (sign === undefined) {
    return null;
  }
  const parts = plain.split(sign).map(trim);
  const isFigures = function (part) { return /^[0-9]+$/.test(part); };
  const isBlank = function (part) {
    const marks = part.split("").every(function (letter) { return READING.marks.blank.indexOf(letter) >= 0; });
    return part.length >= 1 && part.length <= 2 && (/^0+$/.test(part) || marks);
  };
  const yearFirst = parts[0].length === 4 && isFigures(parts[0]);
  const year = yearFirst ? parts[0] : parts[parts.length - 1];
  const rest = yearFirst ? parts.slice(1) : parts.slice(0, -1);
  const fits = rest.every(function (part) { return isBlank(part) || (part.length <= 2 && isFigures(part)); });
  if (year.length !== 4 || !isFigures(year) || rest.length > 2 || !fits || !rest.some(isBlank)) {
    return null;
  }
  const known = (yearFirst ? rest.slice(0, 1) : rest).filter(function (part) { return !isBlank(part); });
  const month = known.length > 0 ? whenOf(Number(year), Number(known[0])) : "no_day";
  const when = typeof month === "object" ? month : whenOf(Number(year));
  return typeof when === "object" ? { days: [at(when)] } : when;
}

// The years that a year in figures can be: the last two of them can stand for several.
function yearOf(figures) {
  return figures.length === 4 ? { whole: Number(figures) } : figures.length === 2 ? { last: Number(figures) } : null;
}

function canBe(year) {
  return year.whole !== undefined ? [year.whole] : year.last < 50 ? [2000 + year.last, 1900 + year.last] : [1900 + year.last];
}

// What the words of one stretch say, each at most once; null where a word does not belong there.
function partsOf(all) {
  const parts = {};
  const small = [];
  let decade = false;
  let apostrophe = false;
  let inWords = false;
  const once = function (key, value) {
    if (parts[key] !== undefined || value === null) {
      return false;
    }
    parts[key] = value;
    return true;
  };
  const take = function (lexeme, at) {
    // "5th" is a day too, and has a value.
    const follows = all[at + 1] || {};
    const next = follows.is === "day" && follows.value !== undefined ? "" : follows.is;
    const isSmall = lexeme.is === "number" || (lexeme.is === "figures" && lexeme.text.length <= 2);
    if (isSmall && ["day", "month", "year", "weekday", "month-named", "season", "holiday", "part"].indexOf(next) >= 0) {
      // "One day in May" is no first of May; "two days" are a length of time.
      if (lexeme.is === "number" && lexeme.value === 1) {
        return true;
      }
      if (["day", "month", "year"].indexOf(next) >= 0) {
        return false;
      }
    }
    switch (lexeme.is) {
      case "noise": case "year": case "month": case "day": return lexeme.value === undefined || once("day", lexeme.value);
      case "decade":
        if (lexeme.text !== undefined) {
          return once("decade", yearOf(lexeme.text));
        }
        decade = true;
        return true;
      case "years": decade = true; return true;
      case "turn": parts.turns = true; return once("year", { whole: lexeme.value });
      case "part": return once("part", lexeme.value);
      case "weekday": return once("weekday", lexeme.value);
      case "month-named": return once("month", lexeme.value);
      case "ago_or_august": return once("month", 8);
      case "season": return once("season", lexeme.value);
      case "holiday": return once("holiday", lexeme.value);
      case "tens": return once("decade", { last: lexeme.value });
      case "ordinal": return once("day", lexeme.value);
      case "number": inWords = true; small.push([lexeme.value, false]); return true;
      case "figures":
        if (lexeme.text.length === 4) {
          return once("year", yearOf(lexeme.text));
        }
        if (lexeme.text.length > 2) {
          return false;
        }
        small.push([Number(lexeme.text), apostrophe && lexeme.text.length === 2]);
        apostrophe = false;
        return true;
      case "sign":
        apostrophe = apostrophe || lexeme.text === "'";
        return isSign(lexeme, "',.-/()");
      default: return false;
    }
  };
  // "Twelve" is no year.
  if (!all.every(take) || (inWords && parts.month === undefined && !decade)) {
    return null;
  }
  if (decade && parts.decade === undefined) {
    if (small.length === 1 && parts.year === undefined) {
      return once("decade", { last: small[0][0] }) ? parts : null;
    }
    if (small.length === 0 && parts.year !== undefined) {
      parts.decade = parts.year;
      delete parts.year;
      return parts;
    }
    return null;
  }
  if (small.length === 0) {
    return parts;
  }
  if (small.length === 1) {
    const number = small[0][0];
    const year = small[0][1] || number > 31 || parts.season !== undefined || parts.holiday !== undefined || parts.day !== undefined;
    const place = year && parts.year === undefined && parts.decade === undefined;
    return once(place ? "year" : "day", place ? { last: number } : number) ? parts : null;
  }
  if (small.length === 2 && !small[0][1] && parts.month !== undefined) {
    return once("day", small[0][0]) && once("year", { last: small[1][0] }) ? parts : null;
  }
  return null;
}

// What the first of two leaves out and the second one says.
function borrow(one, other) {
  if (one.year === undefined && one.decade === undefined && other.year !== undefined) {
    one.year = other.year;
  }
  borrowMonth(one, other);
}

function borrowMonth(one, other) {
  if (one.day !== undefined && one.month === undefined && other.month !== undefined) {
    one.month = other.month;
  }
}

// The one stretch that all parts say: { one, weekday }, { days }, or the name of what is wrong.
function placed(parts) {
  if (parts.turns && parts.season === undefined) {
    return "date";
  }
  if (parts.decade !== undefined) {
    const more = ["day", "month", "season", "holiday", "year"].some(function (key) { return parts[key] !== undefined; });
    const decades = canBe(parts.decade).map(function (year) {
      // "The 1900s" is a century to most people.
      const none = year % 10 !== 0 || (year % 100 === 0 && year < 2000) || year < 1000 || year > 9990;
      return none ? "date" : { decade: year };
    });
    return more ? "date" : settled(parts, decades, parts.decade.last !== undefined);
  }
  let day = parts.day;
  let year = parts.year;
  // A number alone is the end of a year or nothing.
  if (day >= 10 && day <= 99 && year === undefined && parts.month === undefined) {
    year = { last: day };
    day = undefined;
  }
  if (year === undefined) {
    return parts.month === undefined && parts.season === undefined && parts.holiday === undefined ? "date" : "no_year";
  }
  const named = [parts.season, parts.holiday].filter(function (one) { return one !== undefined; }).length;
  const whens = canBe(year).map(function (one) {
    const whole = whenOf(one);
    if (named === 0) {
      return day !== undefined && parts.month === undefined ? "date" : whenOf(one, parts.month, day);
    }
    if (named > 1 || day !== undefined || parts.month !== undefined) {
      return "date";
    }
    if (typeof whole === "object") {
      whole[parts.season !== undefined ? "season" : "holiday"] = parts.season !== undefined ? parts.season : parts.holiday;
      whole.turns = parts.turns;
    }
    return whole;
  });
  return settled(parts, whens, year.last !== undefined);
}

function settled(parts, whens, short) {
  const stretch = function (when) {
    if (typeof when !== "object" || parts.part === undefined) {
      return when;
    }
    if (when.day !== undefined || when.holiday !== undefined) {
      return "date";
    }
    when.part = parts.part;
    return when;
  };
  const stretches = whens.map(stretch);
  const found = stretches.filter(function (one) { return typeof one === "object"; });
  if (short && found.length > 0) {
    return { days: found.map(at) };
  }
  if (typeof stretches[0] !== "object") {
    return stretches[0];
  }
  if (parts.weekday === undefined) {
    return { one: stretches[0] };
  }
  return stretches[0].day === undefined ? "date" : { one: stretches[0], misfit: weekdayOf(stretches[0]) !== parts.weekday };
}

function utc(year, month, day) {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

// From Monday, 1.
function weekdayOf(when) {
  return (utc(when.year, when.month, when.day).getUTCDay() + 6) % 7 + 1;
}

// `3/4/2026`, `25.12.2026`, `2026/11/3`, `11/2026`, `12.11.25`; null for what is more than figures.
function inFigures(all) {
  const parts = {};
  const figures = [];
  const signs = [];
  const fits = all.every(function (lexeme) {
    if (figures.length === 0 && (lexeme.is === "weekday" || lexeme.is === "part")) {
      const again = parts[lexeme.is] !== undefined;
      parts[lexeme.is] = lexeme.value;
      return !again;
    }
    if (figures.length === 0 && (lexeme.is === "noise" || isSign(lexeme, ",.-"))) {
      return true;
    }
    if (lexeme.is === "figures" && figures.length === signs.length) {
      figures.push(lexeme.text);
      return true;
    }
    if (isSign(lexeme, "/.-") && figures.length === signs.length + 1) {
      signs.push(lexeme.text);
      return true;
    }
    return false;
  });
  if (!fits || signs.length === 0 || figures.length !== signs.length + 1 || signs.some(function (sign) { return sign !== signs[0]; })) {
    return null;
  }
  const n = figures.map(Number);
  const widths = figures.map(function (run) { return run.length === 4 ? "4" : run.length <= 2 ? String(run.length) : "x"; }).join("");
  let short = false;
  let whens;
  if (/^4[12][12]$/.test(widths)) {
    whens = [whenOf(n[0], n[1], n[2])];
  } else if (/^4[12]$/.test(widths)) {
    whens = [whenOf(n[0], n[1])];
  } else if (/^[12]4$/.test(widths)) {
    whens = [whenOf(n[1], n[0])];
  } else if (/^[12][12]4$/.test(widths)) {
    whens = [whenOf(n[2], n[0], n[1]), whenOf(n[2], n[1], n[0])];
  } else if (/^[12][12]2$/.test(widths)) {
    short = true;
    whens = [];
    canBe({ last: n[2] }).forEach(function (year) { whens.push(whenOf(year, n[0], n[1]), whenOf(year, n[1], n[0])); });
    if (whens.every(function (when) { return typeof when !== "object"; })) {
      whens = canBe({ last: n[0] }).map(function (year) { return whenOf(year, n[1], n[2]); });
    }
  } else if (/^[12]2$/.test(widths) && signs[0] === "/") {
    short = true;
    whens = canBe({ last: n[1] }).map(function (year) { return whenOf(year, n[0]); });
  } else {
    return null;
  }
  const found = [];
  whens.forEach(function (when) {
    if (typeof when === "object" && found.every(function (other) { return JSON.stringify(other) !== JSON.stringify(when); })) {
      found.push(when);
    }
  });
  if (found.length === 0) {
    return "no_day";
  }
  if (found.length === 1 && !short) {
    return settled(parts, found, false);
  }
  return parts.part !== undefined ? "date" : { days: found.map(at) };
}

// One stretch under a hedge.
function oneStretch(all, hedge) {
  const figures = inFigures(all);
  const parts = figures === null ? partsOf(all) : null;
  const read = figures !== null ? figures : parts === null ? "date" : placed(parts);
  if (typeof read !== "object") {
    return read;
  }
  if (read.days) {
    return { days: read.days.map(function (date) { return { hedge: hedge, one: date.one }; }) };
  }
  return { date: { hedge: hedge, one: read.one }, misfit: read.misfit };
}

// Two stretches with one of these between them; what one leaves out, the other may say: "March or April 2014".
function twoStretches(all, joins, hedge) {
  let error = "date";
  for (let place = 0; place < all.length; place += 1) {
    const lexeme = all[place];
    const join = lexeme.is === "a" || isSign(lexeme, "-") ? "through" : lexeme.is;
    const one = joins.indexOf(join) >= 0 ? sideOf(trimmed(all.slice(0, place))) : null;
    const other = one === null ? null : sideOf(trimmed(all.slice(place + 1)));
    if (other !== null) {
      if (one.words && other.words) {
        borrow(one.words, other.words);
        borrowMonth(other.words, one.words);
      }
      const first = one.words ? placed(one.words) : one.figures;
      const second = other.words ? placed(other.words) : other.figures;
      if (first.one && second.one) {
        return sameStretch(first.one, second.one) ? "date"
          : { date: { hedge: hedge, one: first.one, other: second.one }, misfit: first.misfit || second.misfit };
      }
      if (first.days && second.days && first.days.length === second.days.length) {
        error = { days: first.days.map(function (date, which) { return { hedge: hedge, one: date.one, other: second.days[which].one }; }) };
      } else if (error === "date" && (first === "no_day" || first === "no_year")) {
        error = first;
      } else if (error === "date" && (second === "no_day" || second === "no_year")) {
        error = second;
      }
    }
  }
  return error;
}

// One of two stretches, in figures (`2014-03`) or in words; null for none.
function sideOf(all) {
  const figures = inFigures(all);
  const words = figures === null ? partsOf(all) : null;
  return figures !== null ? { figures: figures } : words !== null ? { words: words } : null;
}

function sameStretch(one, other) {
  return ["year", "month", "day", "season", "turns", "holiday", "decade", "part"].every(function (key) { return one[key] === other[key]; });
}

function hedged(all) {
  const first = all.length > 0 ? all[0].is : "";
  if (first === "about" || first === "before" || first === "after") {
    return oneStretch(trimmed(all.slice(1)), first);
  }
  if (all.length > 0 && all[all.length - 1].is === "about") {
    return oneStretch(trimmed(all.slice(0, -1)), "about");
  }
  if (first === "between") {
    return twoStretches(all.slice(1), ["and", "through"], "between");
  }
  // `2012-14` is no month.
  const range = all.length === 3 && all[0].is === "figures" && isSign(all[1], "-") && all[2].is === "figures"
    ? [all[0].text, all[2].text] : ["", ""];
  if (range[0].length === 4 && range[1].length === 2 && range[1] > "12" && range[0].slice(2) < range[1]) {
    const years = [whenOf(Number(range[0])), whenOf(Number(range[0].slice(0, 2) + range[1]))];
    const wrong = years.filter(function (year) { return typeof year !== "object"; })[0];
    return wrong || { days: [{ hedge: "through", one: years[0], other: years[1] }] };
  }
  let read = oneStretch(all, "at");
  if (read === "date") {
    read = twoStretches(all, ["or"], "either");
  }
  return read === "date" ? twoStretches(all, ["through"], "through") : read;
}

// What counts from today: null for what does not, else as `hedged` gives it.
function relativeDate(all, today) {
  const kept = all.filter(function (lexeme) { return lexeme.is !== "noise" && lexeme.is !== "about" && !isSign(lexeme, ",."); });
  const kinds = kept.map(function (lexeme) { return lexeme.is; });
  const about = all.some(function (lexeme) { return lexeme.is === "about"; });
  let back = null;
  if (kept.length === 1 && kinds[0] === "days-back" && !about) {
    back = { exactly: kept[0].value };
  } else if (kept.length === 2 && kinds[0] === "this" && !about) {
    back = kinds[1] === "year" ? { thisYear: true } : kinds[1] === "month" && kept[1].value === undefined ? { thisMonth: true } : null;
  } else if (kept.length === 4 && kinds[0] === "past" && kinds[3] === "back") {
    back = counted(kept.slice(1, 3));
  } else if (kept.length === 3 && (kinds[0] === "past" || kinds[2] === "ago_or_august" || kinds[2] === "back")) {
    back = counted(kinds[0] === "past" ? kept.slice(1) : kept.slice(0, 2));
  } else if (kept.length === 2 && (kinds[0] === "last" || kinds[1] === "last")) {
    const named = kinds[0] === "last" ? kept[1] : kept[0];
    back = named.is === "year" ? { years: 1 } : named.is === "month" ? { months: 1 } : named.is === "week" ? { days: 7 }
      : ["season", "month-named", "holiday"].indexOf(named.is) >= 0 ? { yearly: named }
        : named.is === "weekday" ? { weekday: named.value } : null;
  }
  if (back === null) {
    return null;
  }
  return today === undefined ? "date" : backFrom(back, today);
}

function counted(pair) {
  const number = pair[0].is === "figures" && pair[0].text.length <= 3 ? Number(pair[0].text)
    : pair[0].is === "number" ? pair[0].value : pair[0].is === "a" ? 1 : null;
  if (number === null) {
    return null;
  }
  // A day of the month has a value; the word "day" has none.
  switch (pair[1].is) {
    case "year": case "years": return { years: number };
    case "month": return { months: number };
    case "week": return { days: number * 7 };
    case "day": return pair[1].value === undefined ? { days: number } : null;
    default: return null;
  }
}

// `today` is written as in a file: `2026-12-01`.
function backFrom(back, today) {
  const day = today.split("-").map(Number);
  const counted = function (date) { return typeof date === "object" ? { date: date, counted: true } : date === "no_day" ? "date" : date; };
  const about = function (when) { return typeof when === "object" ? { hedge: "about", one: when } : when; };
  const before = function (days) {
    const date = utc(day[0], day[1], day[2] - days);
    return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
  };
  const monthOf = function (when) { return whenOf(when.year, when.month); };
  if (back.years !== undefined) {
    return counted(about(whenOf(day[0] - back.years)));
  }
  if (back.months !== undefined) {
    const count = day[0] * 12 + day[1] - 1 - back.months;
    return counted(about(whenOf(Math.floor(count / 12), count - Math.floor(count / 12) * 12 + 1)));
  }
  if (back.days !== undefined) {
    return counted(about(monthOf(before(back.days))));
  }
  if (back.thisYear || back.thisMonth) {
    return counted(at(back.thisYear ? whenOf(day[0]) : whenOf(day[0], day[1])));
  }
  if (back.exactly !== undefined) {
    return counted(at(before(back.exactly)));
  }
  if (back.weekday !== undefined) {
    const ahead = (weekdayOf(before(0)) - back.weekday + 7) % 7;
    return counted(about(monthOf(before(ahead === 0 ? 7 : ahead))));
  }
  for (let years = 0; years < 3; years += 1) {
    const end = lastDay(back.yearly, day[0] - years);
    if (end < utc(day[0], day[1], day[2])) {
      return counted(about(whenOf(day[0] - years)));
    }
  }
  return "date";
}

// The last day of a month, season or holiday of a year.
function lastDay(named, year) {
  if (named.is === "month-named") {
    return utc(year, named.value, daysIn(year, named.value));
  }
  if (named.is === "season") {
    const month = [5, 8, 11, 14][named.value];
    return utc(year, month + 1, 0);
  }
  const rule = READING.holidays[named.value].rule;
  if (rule.easter !== undefined) {
    const easter = easterOf(year);
    return utc(year, easter.month, easter.day + rule.easter + (rule.days || 1) - 1);
  }
  if (rule.day !== undefined) {
    return utc(year, rule.month, rule.day);
  }
  const length = daysIn(year, rule.month);
  const first = weekdayOf({ year: year, month: rule.month, day: 1 });
  const nearest = 1 + (rule.weekday - first + 7) % 7;
  const count = Math.floor((length - nearest) / 7) + 1;
  return utc(year, rule.month, nearest + 7 * (rule.nth > 0 ? rule.nth - 1 : count + rule.nth));
}

// Easter Sunday, by the method that Meeus, Jones and Butcher published.
function easterOf(year) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - c % 4) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return { month: Math.floor(days / 31), day: days % 31 + 1 };
}

// Reads a date: { date, misfit, counted }, { days } of which only the writer can say which is meant, or the name of what is
// wrong.
function readDateOf(text, today) {
  const iso = isoDate(text);
  if (iso !== null) {
    return typeof iso === "object" ? { date: at(iso) } : iso;
  }
  const all = trimmed(lexemes(text));
  const relative = relativeDate(all, today);
  if (relative !== null) {
    return relative;
  }
  const zeros = zeroDate(text);
  const read = zeros !== null ? zeros : hedged(all);
  return read === "date" && hasClock(all) ? "clock" : read;
}

// Whether a time of day is named: "noon", "3 pm", `10:00`.
function hasClock(all) {
  return all.some(function (lexeme, place) {
    const hours = place > 0 && isSign(lexeme, ":") && all[place - 1].is === "figures";
    return lexeme.is === "clock" || (hours && all[place + 1] !== undefined && all[place + 1].is === "figures");
  });
}

// A date as it is kept; otherwise the name of what is wrong.
function parseDate(text) {
  const read = readDateOf(text);
  return typeof read !== "object" || read.days ? "date" : read.date;
}

// The second year of a season that goes over the end of the first.
function turned(stretch) {
  return stretch.turns ? "\u2013" + pad(stretch.year + 1, 4) : "";
}

function englishStretch(stretch) {
  const year = pad(stretch.year, 4);
  let article = "";
  let text = year;
  if (stretch.decade !== undefined) {
    article = "the ";
    text = stretch.decade + "s";
  } else if (stretch.season !== undefined) {
    text = READING.seasons[stretch.season][0] + " " + year + turned(stretch);
  } else if (stretch.holiday !== undefined) {
    text = READING.holidays[stretch.holiday].names[0] + " " + year;
  } else if (stretch.month !== undefined) {
    text = READING.months[stretch.month - 1][0] + (stretch.day === undefined ? " " : " " + stretch.day + ", ") + year;
  }
  return article + (stretch.part === undefined ? "" : stretch.part === "mid" ? "mid-" : stretch.part + " ") + text;
}

// The article that Spanish wants, and the words.
function spanishWhen(stretch) {
  const year = pad(stretch.year, 4);
  if (stretch.decade !== undefined) {
    return ["la ", "d\u00e9cada de " + stretch.decade];
  }
  if (stretch.season !== undefined) {
    return [stretch.season === 0 ? "la " : "el ", READING.seasons[stretch.season][1] + " de " + year + turned(stretch)];
  }
  if (stretch.holiday !== undefined) {
    const name = READING.holidays[stretch.holiday].names[1];
    return [name.indexOf("D\u00eda ") === 0 ? "el " : "", name + " de " + year];
  }
  if (stretch.month !== undefined) {
    const month = READING.months[stretch.month - 1][1] + " de " + year;
    return stretch.day === undefined ? ["", month] : ["el ", stretch.day + " de " + month];
  }
  return ["", year];
}

function contracted(word, when) {
  return when[0] === "el " ? word + "l " + when[1] : word + " " + when[0] + when[1];
}

function spanishStretch(stretch) {
  const when = spanishWhen(stretch);
  const parts = { early: "principios", mid: "mediados", late: "fines" };
  if (stretch.part !== undefined) {
    return parts[stretch.part] + " " + contracted("de", when);
  }
  return stretch.decade === undefined ? when[1] : when[0] + when[1];
}

// A date in words, in the language of the form.
function longDate(date, language) {
  if (language !== "es") {
    const one = englishStretch(date.one);
    const other = date.other ? englishStretch(date.other) : "";
    return {
      at: one, about: "about " + one, before: "before " + one, after: "after " + one,
      either: one + " or " + other, between: "between " + one + " and " + other, through: one + " to " + other
    }[date.hedge];
  }
  const named = function (stretch) {
    const when = spanishWhen(stretch);
    return stretch.part !== undefined ? spanishStretch(stretch) : when[0] + when[1];
  };
  const after = function (word, stretch) {
    return stretch.part !== undefined ? word + " " + spanishStretch(stretch) : contracted(word, spanishWhen(stretch));
  };
  switch (date.hedge) {
    case "about": return "alrededor " + after("de", date.one);
    case "before": return "antes " + after("de", date.one);
    case "after": return "despu\u00e9s " + after("de", date.one);
    case "either": return named(date.one) + (named(date.other).charAt(0) === "o" ? " u " : " o ") + named(date.other);
    case "between": return "entre " + named(date.one) + (named(date.other).charAt(0) === "i" ? " e " : " y ") + named(date.other);
    case "through": return after("de", date.one) + " " + after("a", date.other);
    default: return spanishStretch(date.one);
  }
}

// A date as the answers file holds it.
function writtenDate(date) {
  const one = date.one;
  const plain = date.hedge === "at" && one.month !== undefined && one.part === undefined;
  if (!plain) {
    return longDate(date, "en");
  }
  return pad(one.year, 4) + "-" + pad(one.month, 2) + (one.day === undefined ? "" : "-" + pad(one.day, 2));
}

// A date in any common form: { text } as it is written down, { wrong }, or the { days } that it can mean.
function readDate(line, words) {
  const read = readDateOf(line, words.today);
  if (typeof read !== "object") {
    return { wrong: read };
  }
  if (read.days) {
    return read.days.length === 0 ? { wrong: "date" } : {
      days: read.days.map(function (date) { return { words: longDate(date, words.tag), text: writtenDate(date) }; })
    };
  }
  return { text: writtenDate(read.date) };
}

// What the writer is told of a date that was taken in another form than it was typed in; null for nothing.
function dateRemark(line, words) {
  const read = readDateOf(line, words.today);
  const key = read.counted ? "date_counted" : read.misfit ? "date_weekday" : null;
  return key === null ? null : words.say(key, { date: longDate(read.date, words.tag) });
}
