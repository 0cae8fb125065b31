// Lets the kit's coach look at what the program's coach has looked at, and tells where they differ.

const told = JSON.parse(require("fs").readFileSync(0, "utf8"));
const language = told.data.languages[0];
const words = {
  tag: language.tag,
  texts: language.texts,
  yes: language.yes,
  no: language.no,
  say: function (key) { return language.words[key]; }
};
const coach = new Coach(told.data.phrases);
const given = {
  "": noAnswers(),
  "role = \"family\"": { values: { role: { said: "text", text: "family" } }, lists: {}, passed: {} }
};
const dated = { values: { "episodes.e1.date": { said: "text", text: "2026-11" } }, lists: { episodes: ["e1"] }, passed: {} };

const differences = told.asked.map(function (asked) {
  const sheet = new Sheet(told.data.plan, words, given[asked[0]] || dated);
  const found = coach.look(sheet.find(asked[1]), sheet, asked[2]);
  return JSON.stringify(found) === JSON.stringify(asked[3]) ? null : { asked: asked, found: found };
}).concat(told.child.map(function (child) {
  return coach.namesAChild(child[0]) === child[1] ? null : child;
}));
console.log(JSON.stringify(differences.filter(Boolean).slice(0, 5)));
