// Lets the kit's coach look at what the program's coach has looked at, and tells where they differ.

const language = given.data.languages[0];
const words = wordsOfForm(language);
const coach = new Coach(given.data.phrases);
const answers = {
  "": noAnswers(),
  "role = \"family\"": { values: { role: { said: "text", text: "family" } }, lists: {}, passed: {} }
};
const dated = { values: { "episodes.e1.date": { said: "text", text: "2026-11" } }, lists: { episodes: ["e1"] }, passed: {} };

const differences = given.asked.map(function (asked) {
  const sheet = new Sheet(given.data.plan, words, answers[asked[0]] || dated);
  const found = coach.look(sheet.find(asked[1]), sheet, asked[2]);
  return JSON.stringify(found) === JSON.stringify(asked[3]) ? null : { asked: asked, found: found };
}).concat(given.child.map(function (child) {
  return coach.namesAChild(child[0]) === child[1] ? null : child;
}));
console.log(JSON.stringify(differences.filter(Boolean).slice(0, 5)));
