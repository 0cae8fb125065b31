// Lets the kit's script fit texts into sentences and mend them as the program has done, and tells where the two differ.

knowCharacters(given.data.characters);
knowLetters(given.data.letters);
knowFragments(given.data.fragments);
const coach = new Coach(given.data.phrases);
const found = [];

given.fitted.forEach(function (one) {
  const fits = [fitted(one[0], one[1], one[2]), isUnfit(one[0], one[1], one[2])];
  if (fits[0] !== one[3] || fits[1] !== one[4]) {
    found.push({ text: one[0], before: one[1], after: one[2], wanted: one.slice(3), found: fits });
  }
});
given.mended.forEach(function (one) {
  const strange = unprinted(one.text);
  const mended = {
    text: one.text,
    named: strange ? strange.named : null,
    without: strange && strange.without !== undefined ? strange.without : null,
    joined: joinedLines(one.text) === undefined ? null : joinedLines(one.text),
    refused: withoutRefused(one.text) === undefined ? null : withoutRefused(one.text),
    filler: coach.isFiller(one.text)
  };
  Object.keys(mended).forEach(function (key) {
    if (JSON.stringify(mended[key]) !== JSON.stringify(one[key])) {
      found.push({ key: key, text: one.text, wanted: one[key], found: mended[key] });
    }
  });
});
// Of every character that there is, whether a page can print it.
let next = 0;
given.printed.forEach(function (run) {
  for (; next < run[0]; next += 1) {
    if (!(next >= 0xd800 && next <= 0xdfff) && isPrinted(String.fromCodePoint(next)) !== run[1]) {
      found.push({ code: next.toString(16), wanted: run[1] });
    }
  }
});
console.log(JSON.stringify(found.slice(0, 5)));
