// Stands between the kit's script and each of these: what came on standard input, and the words of a form in a language.

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));

function wordsOfForm(language) {
  return {
    tag: language.tag,
    texts: language.texts,
    yes: language.yes,
    no: language.no,
    say: function (key) { return language.words[key]; }
  };
}

// The one table of characters that are not what they seem.
if (given.data) {
  knowCharacters((given.data[0] || given.data).characters);
}
