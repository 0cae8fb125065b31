// Reading what a person typed, by the kind of answer that is wanted, and what the checks of every paper refuse: the same
// answers stand here as in the program itself.

const LONGEST = 1 << 20;

// The writer's own words as they stand: line ends are plain, and nothing hangs behind or around them.
function paragraphs(text) {
  const lines = text.replace(/\r\n/g, "\n").split("\n").map(function (line) { return line.replace(TRIMMED_END, ""); });
  return lines.join("\n").replace(/^\n+|\n+$/g, "").replace(TRIMMED_END, "");
}

// A number in figures, with the marks that people put between them: { whole, broken } as figures, { ways } of which only the
// writer can say which is meant, or null.
function decimalOf(text) {
  const figures = text.split(/[,.' ]/);
  const marks = text.replace(/[^,.' ]/g, "");
  if (!figures.every(function (run) { return /^[0-9]+$/.test(run); })) {
    return null;
  }
  const last = figures[figures.length - 1];
  const whole = function () { return decimal(figures.join(""), ""); };
  const broken = function () { return decimal(figures.slice(0, -1).join(""), last); };
  if (marks === "") {
    return whole();
  }
  if (marks === "," && last.length > 3) {
    return null;
  }
  if ((marks === "," || marks === ".") && (last.length !== 3 || figures[0].length > 3 || figures[0].charAt(0) === "0")) {
    return broken();
  }
  if (marks === ".") {
    const both = [whole(), unmistakable(broken())];
    return both[0] && both[1] ? { ways: both } : null;
  }
  let grouped = 0;
  while (grouped < marks.length && marks.charAt(grouped) === marks.charAt(0)) {
    grouped += 1;
  }
  const groups = figures.slice(0, grouped + 1);
  const fits = groups[0].length <= 3 && groups.slice(1).every(function (group) { return group.length === 3; });
  const rest = marks.slice(grouped);
  return !fits ? null : rest === "" ? whole() : rest === "," || rest === "." ? broken() : null;
}

function decimal(whole, broken) {
  const digits = (whole + broken).replace(/^0+/, "");
  return digits.length > 18 || broken.length > 6 ? null : { whole: whole.replace(/^0+(?=[0-9])/, "") || "0", broken: broken };
}

// The same number with so many figures behind the point that nobody can take them for thousands.
function unmistakable(number) {
  if (number === null) {
    return null;
  }
  const less = number.broken.replace(/0+$/, "");
  return { whole: number.whole, broken: less.length === 3 ? less + "0" : less };
}

function decimalText(number) {
  return number.broken === "" ? number.whole : number.whole + "." + number.broken;
}

// Whether a number is more than another one.
function exceeds(one, other) {
  if (one.whole !== other.whole) {
    return one.whole.length === other.whole.length ? one.whole > other.whole : one.whole.length > other.whole.length;
  }
  const width = Math.max(one.broken.length, other.broken.length);
  const padded = function (text) {
    while (text.length < width) {
      text += "0";
    }
    return text;
  };
  return padded(one.broken) > padded(other.broken);
}

// Reads a number: { about, one, other, joint }, { ways }, or null. `whole` says that it is one whole number, as figures.
function numberOf(line) {
  if (/^[+-]?[0-9]+$/.test(line)) {
    const minus = line.charAt(0) === "-";
    const plain = line.replace(/^[+-]/, "").replace(/^0+(?=[0-9])/, "");
    const most = minus ? "9223372036854775808" : "9223372036854775807";
    if (plain.length < most.length || (plain.length === most.length && plain <= most)) {
      return { whole: (minus && plain !== "0" ? "-" : "") + plain };
    }
  }
  const text = oneLine(folded(inOurFigures(line)));
  let rest = null;
  READING.quantity.about.forEach(function (word) {
    const less = withoutWord(text, folded(word));
    if (less !== null && (rest === null || less.length < rest.length)) {
      rest = less;
    }
  });
  const about = rest !== null;
  const left = about ? rest : text;
  const one = oneNumber(left);
  const number = function (decimal) {
    return !about && /^0*$/.test(decimal.broken) ? { whole: decimal.whole } : { about: about, one: decimal };
  };
  if (one !== null) {
    return one.ways ? { ways: one.ways.map(number) } : number(one);
  }
  return rangeOf(left, about);
}

// Figures, or a number in words; as `decimalOf` gives it.
function oneNumber(text) {
  const twofold = READING.quantity.twofold.filter(function (entry) { return entry[0] === text; })[0];
  if (twofold !== undefined) {
    return { ways: twofold.slice(1).map(function (number) { return decimal(String(number), ""); }) };
  }
  return inWords(text) || decimalOf(text);
}

// `two`, `twenty-five`, `treinta y cinco`: up to ninety-nine; null for anything else.
function inWords(text) {
  const named = function (word) {
    const entry = READING.numbers.filter(function (entry) {
      return entry.slice(1).some(function (known) { return folded(known) === word; });
    })[0];
    return entry === undefined ? null : entry[0];
  };
  const words = text.split(/[ -]/);
  if (words.length === 1) {
    const number = named(words[0]);
    return number === null ? null : decimal(String(number), "");
  }
  const tens = named(words[0]);
  const unit = named(words[words.length - 1]);
  const fits = words.length === 2 || (words.length === 3 && words[1] === "y");
  return fits && tens !== null && tens >= 20 && tens % 10 === 0 && unit >= 1 && unit <= 9 ? decimal(String(tens + unit), "") : null;
}

function withoutWord(text, word) {
  if (text.indexOf(word) === 0 && /^[ .]/.test(text.slice(word.length))) {
    return trim(text.slice(word.length).replace(/^\.+/, ""));
  }
  const before = text.slice(0, -word.length);
  if (text.length > word.length && text.slice(-word.length) === word && before.slice(-1) === " ") {
    return trim(before);
  }
  return text !== "" && READING.marks.about.indexOf(text.charAt(0)) >= 0 ? trim(text.slice(1)) : null;
}

// `35-40`, `35 to 40`, `entre 35 y 40`, `35 o 40`, `two or three`.
function rangeOf(text, about) {
  const words = READING.quantity;
  const between = words.between.filter(function (word) { return text.indexOf(word + " ") === 0; })[0];
  const rest = between === undefined ? text : text.slice(between.length + 1);
  // "Treinta y cinco y cuarenta": the word that joins the two may stand within one of them as well.
  const pair = function (sign) {
    for (let place = rest.indexOf(sign); place >= 0; place = rest.indexOf(sign, place + sign.length)) {
      const one = oneNumber(trim(rest.slice(0, place)));
      const other = oneNumber(trim(rest.slice(place + sign.length)));
      if (one && other && !one.ways && !other.ways) {
        return [one, other];
      }
    }
    return null;
  };
  const joined = function (list) {
    return list.map(function (word) { return pair(" " + word + " "); }).filter(Boolean)[0] || null;
  };
  const to = pair("-") || joined(words.through) || (between === undefined ? null : joined(words.and));
  const both = to || (between === undefined ? joined(words.or) : null);
  return both && exceeds(both[1], both[0]) ? { about: about, one: both[0], other: both[1], joint: to ? "to" : "or" } : null;
}

// A number as the answers file holds it, or in the language of the form.
function numberText(number, language) {
  if (number.whole !== undefined) {
    return number.whole;
  }
  const one = decimalText(number.one);
  const spanish = language === "es";
  if (!number.other) {
    return number.about ? (spanish ? "alrededor de " : "about ") + one : one;
  }
  const other = decimalText(number.other);
  if (!spanish) {
    return (number.about ? "about " : "") + one + " " + number.joint + " " + other;
  }
  if (number.joint === "or") {
    // "Siete u ocho", "diez u once".
    const or = number.other.whole === "11" || other.charAt(0) === "8" ? " u " : " o ";
    return (number.about ? "alrededor de " : "") + one + or + other;
  }
  return number.about ? "aproximadamente entre " + one + " y " + other : "de " + one + " a " + other;
}

// A date or a number as people write it in the language of the form; an answer of another kind as it is.
function spokenAnswer(kind, text, language) {
  if (kind === "date") {
    const date = parseDate(text);
    return typeof date === "object" ? longDate(date, language) : text;
  }
  const number = kind === "number" ? numberOf(text) : null;
  return number === null || number.ways ? text : numberText(number, language);
}

function readNumber(line, asking, words) {
  const number = numberOf(line);
  if (number === null) {
    return { wrong: "number" };
  }
  if (number.ways) {
    return { days: number.ways.map(function (one) { return { words: numberText(one, words.tag), text: numberText(one, "en") }; }) };
  }
  const least = Number(number.whole !== undefined ? number.whole : decimalText(number.one));
  const most = number.other ? Number(decimalText(number.other)) : least;
  const outside = (asking.min !== undefined && least < asking.min) || (asking.max !== undefined && most > asking.max);
  return outside ? { wrong: "number" } : { text: numberText(number, "en") };
}

// What currencies are called, in plain form, longest names first: [name, code], with no code for what several are called.
const CURRENCIES = (function () {
  const names = [];
  READING.money.currencies.forEach(function (currency) {
    currency.forEach(function (name) { names.push([folded(name), currency[0]]); });
  });
  READING.money.unclear.forEach(function (name) { names.push([folded(name), null]); });
  return names.sort(function (one, other) { return other[0].length - one[0].length; });
}());

// The currency that a text names, and what is left of it: [code, figure], or the name of what is wrong.
function currencyOf(text) {
  const plain = trim(oneLine(folded(text)).replace(/\.$/, ""));
  const before = CURRENCIES.filter(function (name) {
    return plain.indexOf(name[0]) === 0 && (!/[a-z]$/.test(name[0]) || /^($|[0-9 .$])/.test(plain.slice(name[0].length)));
  })[0];
  const behind = CURRENCIES.filter(function (name) {
    const rest = plain.slice(0, -name[0].length);
    const ends = plain.length >= name[0].length && plain.slice(-name[0].length) === name[0];
    return ends && (!/^[a-z]/.test(name[0]) || /(^|[0-9 .$])$/.test(rest));
  })[0];
  if (!before && !behind) {
    const code = /^[A-Z]{3}$/;
    const last = text.lastIndexOf(" ");
    return code.test(text.slice(0, 3)) ? [text.slice(0, 3), trim(folded(text.slice(3)))]
      : last >= 0 && code.test(text.slice(last + 1)) ? [text.slice(last + 1), trim(folded(text.slice(0, last)))] : ["USD", plain];
  }
  const start = before ? before[0].length : 0;
  const end = behind ? plain.length - behind[0].length : plain.length;
  const figure = end >= start ? trim(plain.slice(start, end)) : "";
  const named = !behind ? before : !before || before[0] === "$" ? behind
    : before[1] === behind[1] || behind[0] === "$" ? before : null;
  return named === null ? "money" : named[1] === null ? "currency" : [named[1], figure];
}

// Whether an amount can be counted in hundredths.
function inCents(number) {
  const cents = (number.whole + (number.broken + "00").slice(0, 2)).replace(/^0+/, "");
  const most = "9223372036854775807";
  return number.broken.length <= 2 && (cents.length < most.length || (cents.length === most.length && cents <= most));
}

function moneyText(code, number) {
  const cents = (number.broken + "00").slice(0, 2);
  const whole = number.whole.replace(/[0-9](?=([0-9]{3})+$)/g, "$&,");
  return (code === "USD" ? "$" : code + " ") + whole + (cents === "00" ? "" : "." + cents);
}

function readMoney(line) {
  const currency = currencyOf(trim(inOurFigures(line)));
  if (typeof currency === "string") {
    return { wrong: currency };
  }
  const number = decimalOf(currency[1]);
  if (number === null || (number.ways === undefined && !inCents(number))) {
    return { wrong: "money" };
  }
  if (number.ways) {
    const fits = number.ways.every(inCents);
    return !fits ? { wrong: "money" } : {
      days: number.ways.map(function (one) { return { words: moneyText(currency[0], one), text: moneyText(currency[0], one) }; })
    };
  }
  // Figures of another script no editor looks for.
  const plain = digitsIn(line) === digitsIn(folded(inOurFigures(line)));
  return { text: plain ? line : moneyText(currency[0], number) };
}

const AROUND = "[" + SPACE + "'\"\u2018\u2019\u201c\u201d\u00ab\u00bb<>()\\[\\].,;]+";
const AROUND_ENDS = new RegExp("^" + AROUND + "|" + AROUND + "$", "g");

function isEmail(text) {
  const at = text.lastIndexOf("@");
  const plain = new RegExp("^[^" + SPACE + "<>,;:\"@()]+$");
  const domain = text.slice(at + 1);
  const labels = domain.split(".");
  return at > 0 && plain.test(text.slice(0, at)) && plain.test(domain) && labels.length > 1
    && labels.every(function (label) { return label !== ""; });
}

// Without a word such as "mailto:" before it, and quotes, brackets and stops around it.
function bareEmail(text) {
  const bare = text.replace(AROUND_ENDS, "");
  const colon = bare.indexOf(":");
  const known = colon >= 0 && READING.email.prefixes.some(function (prefix) { return folded(prefix) === folded(bare.slice(0, colon)); });
  // A link can hold a subject too.
  return known ? bare.slice(colon + 1).split("?")[0].replace(AROUND_ENDS, "") : bare;
}

function readEmail(line) {
  const text = Array.from(line).filter(function (letter) { return READING.marks.invisible.indexOf(letter) < 0; }).join("");
  const ended = text.replace(new RegExp("[" + SPACE + ".,;]+$"), "");
  const bracket = ended.slice(-1) === ">" ? ended.lastIndexOf("<") : -1;
  const named = bracket >= 0 && ended.slice(0, bracket).indexOf("@") < 0;
  const address = bareEmail(named ? ended.slice(bracket + 1, -1) : text);
  if (isEmail(address)) {
    return { text: address };
  }
  const apart = new RegExp("[" + SPACE + ",;/|<>()]");
  return { wrong: text.split(apart).map(bareEmail).filter(isEmail).length > 1 ? "emails" : "email" };
}

// A telephone number with digits and dashes of one kind, and nothing that cannot be seen.
function plainPhone(text) {
  return oneLine(plainMarks(plainMarks(inOurFigures(text)).normalize("NFKC")).split(";ext=").join(" ext. "));
}

// Without "tel:", "Cell", "teléfono:" before it.
function withoutPrefix(text) {
  const start = Math.max(0, text.search(/[0-9+(]/));
  const known = text.slice(0, start).split(/[ :.]/).every(function (word) {
    return word === "" || READING.phone.prefixes.some(function (prefix) { return folded(prefix) === folded(word); });
  });
  return known ? text.slice(start) : text;
}

// The number, and the extension from its word on.
function partedPhone(text) {
  const lower = text.toLowerCase();
  const cuts = READING.phone.extensions.map(function (word) { return lower.indexOf(word); }).filter(function (cut) { return cut >= 0; });
  const cut = cuts.length === 0 ? text.length : Math.min.apply(null, cuts);
  return [text.slice(0, cut), text.slice(cut)];
}

function digitsIn(text) {
  return text.replace(/[^0-9]/g, "").length;
}

function isPhone(text) {
  const parts = partedPhone(text);
  // "202-555-0100, ext. 12".
  parts[0] = parts[1] === "" ? parts[0] : parts[0].replace(/[, ]+$/, "");
  const digits = digitsIn(parts[0]);
  const pluses = parts[0].split("+").length - 1;
  const extended = parts[1] === "" || (/^[0-9A-Za-z.,:# ]*$/.test(parts[1]) && digitsIn(parts[1]) >= 1 && digitsIn(parts[1]) <= 7);
  return /^[0-9+(). /-]*$/.test(parts[0]) && (pluses === 0 || (pluses === 1 && /^[+(]/.test(parts[0]))) && extended && digits >= 7 && digits <= 15;
}

// Whether two numbers stand there: two that a sign or a word parts, two that begin with a plus, or more digits than one has.
function isTwoPhones(text) {
  // "Cell 202-555-0100 (home) 202-555-0101".
  let one = " " + folded(text).replace(/[:()]/g, " ") + " ";
  READING.phone.between.concat(READING.phone.prefixes).forEach(function (word) {
    one = one.split(" " + folded(word) + " ").join(" ; ");
  });
  // "202-555-0100/0101"; before the stroke of "202/555-0100" is no whole number.
  const stroke = text.indexOf("/");
  if (stroke >= 0 && digitsIn(text.slice(0, stroke)) >= 7 && digitsIn(text.slice(stroke)) > 0) {
    return true;
  }
  const numbers = one.split(/[/,\n|;]/).filter(function (part) { return digitsIn(partedPhone(withoutPrefix(trim(part)))[0]) >= 7; });
  const number = partedPhone(text)[0];
  const figures = /^[0-9+(). /-]*$/.test(number);
  return numbers.length > 1 || (figures && (digitsIn(number) > 15 || (number.split("+").length > 2 && digitsIn(number) >= 14)));
}

function readPhone(line) {
  const number = withoutPrefix(plainPhone(line));
  return isTwoPhones(number) ? { wrong: "phones" } : isPhone(number) ? { text: number } : { wrong: "phone" };
}

function isANumber(text) {
  return /^[Aa]?[0-9]{8,9}$/.test(text.replace(/[ \u00a0-]/g, ""));
}

function isReceipt(text) {
  return /^[A-Z]{3}[0-9]{10}$/.test(text.replace(/[ \u00a0-]/g, "").toUpperCase());
}

function isPronoun(text) {
  return ["she", "he", "they"].indexOf(trim(text.toLowerCase().split("/")[0])) >= 0;
}

// The value of the choice that a text names by its number, its words or its value; null for none.
function choiceOf(choices, text) {
  const number = text.replace(/[.)]+$/, "");
  const lower = text.toLowerCase();
  if (/^\+?[0-9]+$/.test(number) && choices[Number(number) - 1]) {
    return choices[Number(number) - 1].value;
  }
  const same = choices.filter(function (choice) {
    return choice.value.toLowerCase() === lower || choice.label.toLowerCase() === lower;
  });
  return same.length > 0 ? same[0].value : null;
}

function exhibitOf(choices, text) {
  const colon = text.indexOf(":");
  const id = choiceOf(choices, trim(colon < 0 ? text : text.slice(0, colon)));
  if (id === null || colon < 0) {
    return id;
  }
  const page = trim(text.slice(colon + 1));
  return /^\+?[0-9]+$/.test(page) && Number(page) > 0 && Number(page) < 4294967296 ? id + ":" + page : null;
}

function yesNo(text, words) {
  const word = trim(text).replace(/[.!]+$/, "").toLowerCase();
  const yes = words.yes.indexOf(word) >= 0;
  return yes || words.no.indexOf(word) >= 0 ? yes : null;
}

// Reads an answer of a kind: { text } as it is kept, { wrong } with the key of what is said of it, or the { days } that it
// can mean. `asking` is { kind, of, choices, min, max }, its choices { value, label }.
function read(asking, typed, words) {
  const text = cleaned(typed);
  let reply = readKind(asking.kind, asking, text, words);
  if (["email", "emails", "a-number", "receipt", "other"].indexOf(reply.wrong) >= 0 && isRefused(text)) {
    reply = { wrong: "character" };
  }
  if (reply.text !== undefined) {
    if (isRefused(reply.text)) {
      return { wrong: "character" };
    }
    if (reply.text.length > LONGEST) {
      return { wrong: "too_long" };
    }
  }
  return reply;
}

function readKind(kind, asking, text, words) {
  const line = oneLine(text);
  const formed = function (fits, wrong) { return fits(line) ? { text: line } : { wrong: wrong }; };
  switch (kind) {
    case "prose": return { text: paragraphs(text) };
    case "date": return readDate(line, words);
    case "number": return readNumber(line, asking, words);
    case "money": return readMoney(line);
    case "yes-no": {
      const yes = yesNo(line, words);
      return yes === null ? { wrong: "yes-no" } : { text: String(yes) };
    }
    case "choice": {
      const value = choiceOf(asking.choices, line);
      return value === null ? { wrong: "choice" } : { text: value };
    }
    case "exhibit": {
      const id = exhibitOf(asking.choices, line);
      return id === null ? { wrong: "exhibit" } : { text: id };
    }
    case "email": return readEmail(line);
    case "phone": return readPhone(line);
    case "a-number": return formed(isANumber, "a-number");
    case "receipt-number": return formed(isReceipt, "receipt");
    case "pronouns": return formed(isPronoun, "other");
    case "person": return line.indexOf("people.") === 0 ? { wrong: "other" } : { text: line };
    case "lines": return readLines(asking, text, words);
    default: return { text: line };
  }
}

function readLines(asking, text, words) {
  const lines = text.split("\n").map(trim).filter(function (line) { return line !== ""; });
  const kept = [];
  for (let at = 0; at < lines.length; at += 1) {
    const reply = readKind(asking.of, { choices: asking.choices }, lines[at], words);
    if (reply.text === undefined) {
      return reply;
    }
    kept.push(asking.of === "prose" || asking.of === "yes-no" ? lines[at] : reply.text);
    // The case knows people by name, and a line is only a text.
    if (asking.of === "person" || (asking.of === "yes-no" && ["true", "false"].indexOf(lines[at]) < 0)) {
      return { wrong: asking.of === "person" ? "other" : "yes-no" };
    }
  }
  return asking.max !== undefined && kept.length > asking.max ? { wrong: "other" } : { text: kept.join("\n") };
}
