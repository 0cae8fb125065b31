// Reads what was typed once more with the script of the kit: `data`, and `typed` as [kind, language, text, today] each.

const told = given.typed.map(function (one) {
  const words = { tag: one[1], today: one[3], say: function (key) { return key; } };
  const reply = read({ kind: one[0] }, one[2], words);
  if (reply.text !== undefined && one[0] === "date" && dateRemark(oneLine(one[2]), words) !== null) {
    reply.remark = true;
  }
  if (reply.text !== undefined) {
    reply.spoken = ["en", "es"].map(function (language) { return spokenAnswer(one[0], reply.text, language); });
  }
  return reply;
});
console.log(JSON.stringify(told));
