// Makes an answer file as the kit's page does.

const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const language = given.data.languages[1];
const words = {
  tag: language.tag,
  texts: language.texts,
  yes: language.yes,
  no: language.no,
  say: function (key) { return language.words[key]; }
};
given.answers.values.diagnosis.text += "x".repeat(given.long);
const text = contents(given.data.kit, language.tag, new Sheet(given.data.plan, words, given.answers), "2026-11-21");
parcel(given.data.kit, text).then(function (file) { console.log(file); });
