// Reading what a person typed, by the kind of answer that is wanted, and what the checks of every paper refuse: the same
// answers stand here as in the program itself.

const LONGEST = 1 << 20;

// The writer's own words as they stand: line ends are plain, and nothing hangs behind or around them.
function paragraphs(text) {
  const lines = text.replace(/\r\n/g, "\n").split("\n").map(function (line) { return line.replace(TRIMMED_END, ""); });
  return lines.join("\n").replace(/^\n+|\n+$/g, "").replace(TRIMMED_END, "");
}

function readNumber(line) {
  const digits = line.replace(/[, \u00a0]/g, "");
  if (!/^[+-]?[0-9]+$/.test(digits)) {
    return null;
  }
  const minus = digits.charAt(0) === "-";
  const plain = digits.replace(/^[+-]/, "").replace(/^0+(?=[0-9])/, "");
  const most = minus ? "9223372036854775808" : "9223372036854775807";
  if (plain.length > most.length || (plain.length === most.length && plain > most)) {
    return null;
  }
  return (minus && plain !== "0" ? "-" : "") + plain;
}

function isMoney(text) {
  const isCode = function (code) { return /^[A-Z]{3}$/.test(code); };
  let figure = text;
  if (text.charAt(0) === "$") {
    figure = text.slice(1);
  } else if (isCode(text.slice(0, 3))) {
    figure = text.slice(3);
  } else if (text.lastIndexOf(" ") >= 0 && isCode(text.slice(text.lastIndexOf(" ") + 1))) {
    figure = text.slice(0, text.lastIndexOf(" "));
  }
  figure = trim(figure);
  const point = figure.indexOf(".");
  const whole = point < 0 ? figure : figure.slice(0, point);
  const fraction = point < 0 ? "" : figure.slice(point + 1);
  const groups = whole.split(",");
  const grouped = groups.length === 1 || (groups[0].length <= 3 && groups.slice(1).every(function (group) { return group.length === 3; }));
  const figures = groups.every(function (group) { return /^[0-9]+$/.test(group); });
  return grouped && figures && /^[0-9]{0,2}$/.test(fraction) && groups.join("").replace(/^0+/, "").length <= 16;
}

function isEmail(text) {
  const at = text.lastIndexOf("@");
  const plain = new RegExp("^[^" + SPACE + "<>,;:\"@()]+$");
  const domain = text.slice(at + 1);
  const labels = domain.split(".");
  return at > 0 && plain.test(text.slice(0, at)) && plain.test(domain) && labels.length > 1
    && labels.every(function (label) { return label !== ""; });
}

function isPhone(text) {
  const lower = text.toLowerCase();
  let cut = -1;
  ["extension", "ext.", "ext", "x"].forEach(function (word) {
    cut = cut < 0 ? lower.indexOf(word) : cut;
  });
  const number = cut < 0 ? lower : lower.slice(0, cut);
  const extension = cut < 0 ? "" : lower.slice(cut);
  const digits = number.replace(/[^0-9]/g, "").length;
  const plus = number.indexOf("+") < 0 || /^[+(]/.test(trim(number));
  const extended = /^[0-9a-z., ]*$/.test(extension) && (extension === "" || /[0-9]/.test(extension));
  return /^[0-9+(). /\u00a0-]*$/.test(number) && plus && extended && digits >= 7 && digits <= 15;
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
  if (["money", "email", "phone", "a-number", "receipt", "other"].indexOf(reply.wrong) >= 0 && isRefused(text)) {
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
    case "date": return readDate(line, words.tag);
    case "number": {
      const number = readNumber(line);
      const little = number !== null && asking.min !== undefined && Number(number) < asking.min;
      const much = number !== null && asking.max !== undefined && Number(number) > asking.max;
      return number === null || little || much ? { wrong: "number" } : { text: number };
    }
    case "money": return formed(isMoney, "money");
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
    case "email": return formed(isEmail, "email");
    case "phone": return formed(isPhone, "phone");
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
