// Dates as people write them, read and written as the program itself does: to the day, the month, the season, the year,
// or "about".

const MONTHS = {
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  es: ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]
};
const SEASONS = {
  spring: 0, summer: 1, fall: 2, autumn: 2, winter: 3, primavera: 0, verano: 1, "otoño": 2, invierno: 3
};
const SEASON_NAMES = {
  en: ["spring", "summer", "fall", "winter"],
  es: ["primavera", "verano", "otoño", "invierno"]
};
const ABOUT = ["about", "circa", "c.", "ca.", "around", "approximately", "hacia", "aproximadamente", "alrededor de"];

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

function monthNumber(word) {
  const short = word.replace(/\.+$/, "").toLowerCase();
  for (let at = 0; at < 12; at += 1) {
    const en = MONTHS.en[at].toLowerCase();
    const es = MONTHS.es[at];
    const starts = short.length === 3 && (en.indexOf(short) === 0 || es.indexOf(short) === 0);
    if (short === en || short === es || starts || (at === 8 && short === "sept")) {
      return at + 1;
    }
  }
  return 0;
}

function daysIn(year, month) {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

// A date is { year, month, day, season, about }; what is not known is not there. Otherwise it is the name of what is wrong.
function dateOf(year, month, day) {
  if (year < 1) {
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

function parseIso(text) {
  const parts = text.split("-");
  const widths = [4, 2, 2];
  const figures = parts.every(function (part, at) { return part.length === widths[at] && /^[0-9]+$/.test(part); });
  if (parts.length > 3 || !figures) {
    return "date";
  }
  return dateOf.apply(null, parts.map(Number));
}

function parseDay(word) {
  const digits = word.replace(/[^0-9]+$/, "");
  const behind = word.slice(digits.length);
  if (/^\+?[0-9]+$/.test(digits) && Number(digits) < 256 && ["", "st", "nd", "rd", "th", "º", ".º", "°"].indexOf(behind) >= 0) {
    return Number(digits);
  }
  return word === "primero" ? 1 : -1;
}

function parseWords(text) {
  const fillers = ["", "de", "of", "del", "the"];
  const words = text.split(/[ ,]/).filter(function (word) { return fillers.indexOf(word) < 0; });
  const year = /^[0-9]{4}$/.test(words[words.length - 1] || "") ? Number(words[words.length - 1]) : -1;
  if (words.length === 2 && Object.prototype.hasOwnProperty.call(SEASONS, words[0])) {
    return year < 0 ? "date" : year < 1 ? "no_day" : { year: year, season: SEASONS[words[0]] };
  }
  if (words.length === 2) {
    const month = monthNumber(words[0]);
    return month === 0 || year < 0 ? "date" : dateOf(year, month);
  }
  if (words.length === 3) {
    const first = monthNumber(words[0]);
    const second = monthNumber(words[1]);
    if ((first === 0) === (second === 0)) {
      return "date";
    }
    const day = parseDay(first ? words[1] : words[0]);
    return day < 0 || year < 0 ? "date" : dateOf(year, first || second, day);
  }
  return "date";
}

function parseDate(text) {
  let rest = oneLine(text).normalize("NFC").toLowerCase();
  let about = false;
  for (let at = 0; at < ABOUT.length && !about; at += 1) {
    if (rest.indexOf(ABOUT[at] + " ") === 0) {
      rest = rest.slice(ABOUT[at].length + 1);
      about = true;
    }
  }
  rest = trim(rest);
  const date = rest.indexOf("/") >= 0 ? "date"
    : /^[0-9][^ ]*$/.test(rest) ? parseIso(rest) : parseWords(rest);
  if (about && typeof date === "object") {
    date.about = true;
  }
  return date;
}

// A date in words, in the language of the form.
function longDate(date, language) {
  const es = language === "es";
  let text = String(date.year);
  if (date.season !== undefined) {
    text = SEASON_NAMES[es ? "es" : "en"][date.season] + (es ? " de " : " ") + date.year;
  } else if (date.day !== undefined) {
    const month = MONTHS[es ? "es" : "en"][date.month - 1];
    text = es ? date.day + " de " + month + " de " + date.year : month + " " + date.day + ", " + date.year;
  } else if (date.month !== undefined) {
    text = MONTHS[es ? "es" : "en"][date.month - 1] + (es ? " de " : " ") + date.year;
  }
  return date.about ? (es ? "hacia " : "about ") + text : text;
}

// A date as the answers file holds it.
function writtenDate(date) {
  if (date.about || date.season !== undefined || date.month === undefined) {
    return longDate(date, "en");
  }
  return pad(date.year, 4) + "-" + pad(date.month, 2) + (date.day === undefined ? "" : "-" + pad(date.day, 2));
}

// `3/4/2026`, `25.12.2026`, `2026/11/3`, `11/2026`: figures between strokes, points or hyphens.
function inFigures(text, language) {
  const parts = text.split(/[/.-]/).map(trim);
  const number = function (part) {
    return /^\+?[0-9]+$/.test(part) && Number(part) <= 32767 ? Number(part) : NaN;
  };
  const day = function (year, month, date) {
    const read = parseDate(pad(year, 4) + "-" + pad(month, 2) + "-" + pad(date, 2));
    return typeof read === "object" ? [read] : [];
  };
  let days = [];
  if (parts.length === 3 && parts[0].length === 4) {
    const numbers = parts.map(number);
    days = numbers.some(isNaN) ? [] : day(numbers[0], numbers[1], numbers[2]);
  } else if (parts.length === 3 && parts[2].length === 4) {
    const numbers = parts.map(number);
    if (numbers.some(isNaN)) {
      return { wrong: "date" };
    }
    days = day(numbers[2], numbers[0], numbers[1]).concat(day(numbers[2], numbers[1], numbers[0]));
    if (days.length === 2 && writtenDate(days[0]) === writtenDate(days[1])) {
      days.pop();
    }
    if (days.length === 0) {
      return { wrong: "no_day" };
    }
  } else if (parts.length === 2 && parts[1].length === 4) {
    const month = parseDate(parts[1] + "-" + pad(parts[0], 2));
    days = typeof month === "object" ? [month] : [];
  }
  if (days.length === 0) {
    return { wrong: "date" };
  }
  if (days.length === 1) {
    return { text: writtenDate(days[0]) };
  }
  return {
    days: days.map(function (one) { return { words: longDate(one, language), text: writtenDate(one) }; })
  };
}

// A date in any common form: { text } as it is written down, { wrong }, or the { days } that it can mean.
function readDate(line, language) {
  const date = parseDate(line);
  if (typeof date === "object") {
    return { text: writtenDate(date) };
  }
  return date === "no_day" ? { wrong: "no_day" } : inFigures(line, language);
}
