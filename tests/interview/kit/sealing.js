// Makes an answer file as the kit's page does.

const language = given.data.languages[1];
const words = wordsOfForm(language);
given.answers.values.diagnosis.text += "x".repeat(given.long);
const text = contents(given.data.kit, language.tag, new Sheet(given.data.plan, words, given.answers), "2026-11-21");
(given.code ? code : parcel)(given.data.kit, text).then(function (file) { console.log(file); });
