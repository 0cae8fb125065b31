// A person's words in the middle of a sentence that the paper begins and ends, as the program fits them in. The lists of
// words are the program's own.

let FRAGMENTS = {};

function knowFragments(lists) {
  FRAGMENTS = lists;
}

function isOf(list, word) {
  return (FRAGMENTS[list] || []).indexOf(word) >= 0;
}

function isLetterOrFigure(letter) {
  return letter !== undefined && letter !== "-" && letter !== "'" && letter !== "\u2019" && isWordLetter(letter);
}

function isCapital(letter) {
  return letter !== undefined && letter !== letter.toLowerCase();
}

function wordsApart(text) {
  return text.split(SPACES).filter(function (word) { return word !== ""; });
}

// A word in small letters, with plain apostrophes and without what stands around it.
function plainWord(word) {
  const letters = Array.from(word);
  while (letters.length > 0 && !isLetterOrFigure(letters[0])) {
    letters.shift();
  }
  while (letters.length > 0 && !isLetterOrFigure(letters[letters.length - 1])) {
    letters.pop();
  }
  return letters.join("").split("\u2019").join("'").toLowerCase();
}

// Whether a text ends in an abbreviation, an initial or a word with full stops in it, whose stop is its own.
function isAbbreviation(text) {
  const last = text.split(new RegExp("[" + SPACE + "(]")).pop();
  if (last.slice(-1) !== ".") {
    return false;
  }
  const word = last.slice(0, -1);
  return (Array.from(word).length === 1 && isCapital(word)) || word.indexOf(".") >= 0 || isOf("abbreviations", word.toLowerCase());
}

// What has been said of the sentence that a text ends in; empty where a new one begins.
function sentenceOf(before) {
  const text = before.replace(TRIMMED_END, "");
  const letters = Array.from(text);
  let start = 0;
  letters.forEach(function (letter, at) {
    const ends = letters[at + 1] === undefined || WHITE.test(letters[at + 1]);
    const stop = letter === "." && !isAbbreviation(letters.slice(start, at + 1).join(""));
    if (ends && (stop || "!?:\u2026".indexOf(letter) >= 0)) {
      start = at + 1;
    }
  });
  return trim(letters.slice(start).join(""));
}

// The words as they go on from `before` to `after`.
function fitted(text, before, after) {
  const sentence = sentenceOf(before);
  const words = withoutStop(sentence === "" ? trim(text) : withoutLead(trim(text), sentence), after);
  return sentence === "" ? words : withSmallLetter(words, sentence);
}

// Whether the words, fitted in, do not finish the sentence all the same.
function isUnfit(text, before, after) {
  const fits = fitted(text, before, after);
  const sentence = sentenceOf(before);
  const words = wordsApart(fits).map(plainWord);
  const own = wordsApart(sentence);
  if (words.length === 0 || sentence === "") {
    return false;
  }
  const possessive = isPossessive(sentence);
  const name = function (word) { return plainWord(word).replace(/'s$/, ""); };
  const again = own.slice(1).filter(isCapitalized).map(name).some(function (one) {
    return Array.from(one).length > 2 && words.some(function (word) { return name(word) === one; });
  });
  const last = plainWord(own[own.length - 1]);
  const clause = (FRAGMENTS.clauses || []).some(function (phrase) {
    return phrase.split(" ").every(function (part, at) { return words[at] === part; });
  });
  return (possessive && (isOf("mine", words[0]) || again)) || ((possessive || (isOf("repeated", last) && last !== "que")) && clause)
    || (/[?!\u2026]$/.test(fits) && goesOn(after));
}

function isPossessive(before) {
  return /['\u2019]s?$/.test(before);
}

// Whether the paper's sentence goes on after the words.
function goesOn(after) {
  const next = Array.from(after.replace(TRIMMED, ""))[0];
  return next !== undefined && next !== "." && (",;:)(\u2014\u2013".indexOf(next) >= 0 || next !== next.toUpperCase() || /[0-9]/.test(next));
}

// Without the words that the paper has said already.
function withoutLead(words, before) {
  const said = wordsApart(before).map(plainWord);
  const spoken = " " + said.join(" ") + " ";
  let rest = withoutRepeated(words, said);
  if ((FRAGMENTS.copulas || []).some(function (copula) { return spoken.indexOf(" " + copula + " ") >= 0; })) {
    rest = withoutAny(rest, "leads");
  }
  if (isPossessive(before)) {
    rest = withoutAny(rest, "whose");
  }
  return Array.from(rest).some(isLetterOrFigure) ? rest : words;
}

function withoutWords(words, count) {
  return wordsApart(words).slice(0, count).reduce(function (rest, word) { return trim(trim(rest).slice(word.length)); }, words);
}

function isMarked(word) {
  return /[!-\/:-@[-`{-~]$/.test(word);
}

// Without the first words where the sentence so far ends in the same ones; a single word must be one of those that nobody
// says twice.
function withoutRepeated(words, said) {
  const own = wordsApart(words);
  for (let count = Math.min(own.length - 1, said.length, 6); count >= 1; count -= 1) {
    const same = own.slice(0, count).every(function (word, at) { return plainWord(word) === said[said.length - count + at]; });
    if (same && !isMarked(own[count - 1]) && (count > 1 || isOf("repeated", plainWord(own[0])))) {
      return withoutWords(words, count);
    }
  }
  return words;
}

// Without the longest phrase of a list that the words begin with.
function withoutAny(words, list) {
  const own = wordsApart(words);
  const plain = own.map(plainWord);
  const counts = (FRAGMENTS[list] || []).map(function (phrase) {
    const parts = phrase.split(" ");
    const begins = plain.length > parts.length && parts.every(function (part, at) { return plain[at] === part; });
    return begins ? parts.length : 0;
  });
  const count = Math.max.apply(null, [0].concat(counts));
  return count === 0 || isMarked(own[count - 1]) ? words : withoutWords(words, count);
}

// Without the full stop, comma or semicolon at the end, where the paper's sentence goes on.
function withoutStop(words, after) {
  if (after.replace(TRIMMED, "").charAt(0) === ".") {
    return words.replace(/[,; ]+$/, "");
  }
  if (!goesOn(after)) {
    return words;
  }
  const cut = words.replace(/[,; ]+$/, "");
  return /[^.]\.$/.test(cut) && !isAbbreviation(cut) ? cut.slice(0, -1).replace(TRIMMED_END, "") : cut === "." ? "" : cut;
}

// Whether a word has a capital at its start and nowhere else.
function isCapitalized(word) {
  return isCapital(Array.from(word)[0]) && !Array.from(word).slice(1).some(isCapital);
}

// With small letters for the first words where their capitals are no name's.
function withSmallLetter(words, before) {
  const all = words.split(" ");
  let count = 0;
  while (count < all.length && isCapitalized(all[count]) && isPlainWord(all[count])) {
    count += 1;
  }
  if (count === 0) {
    return words;
  }
  const ended = all.slice(0, count).some(function (word) { return /[,.;:]$/.test(word); });
  const name = !ended && all[count] !== undefined && isCapital(Array.from(all[count])[0]);
  const place = isOf("places", plainWord(wordsApart(before).pop() || ""));
  const determined = isOf("determiners", plainWord(all[0]));
  // "My English teacher", but not "The Elm School".
  const small = isOf("owners", plainWord(all[0])) && !determined ? 1 : name || (place && !determined) ? 0 : count;
  return all.map(function (word, at) { return at < small ? word.toLowerCase() : word; }).join(" ");
}

// Whether a word is of a relation or a calling, or goes before one.
function isPlainWord(word) {
  const plain = plainWord(word).replace(/(-in-law)+$/, "");
  const known = function (one) { return ["plain", "determiners", "owners"].some(function (list) { return isOf(list, one); }); };
  const calling = /(ologist|iatrist|ician|\u00f3logo|\u00f3loga)$/.test(plain);
  return calling || known(plain) || (plain.indexOf("-") >= 0 && plain.split("-").every(known));
}

// The sentence with an answer in it, as the paper prints it; none where there is no answer.
function wholeSentence(sentence, text) {
  const answer = oneLine(cleaned(text));
  return answer === "" ? undefined : trim(sentence[0] + fitted(answer, sentence[0], sentence[1]) + sentence[1]);
}
