// Plays what the program did once more with the script of the kit, and tells where the two differ. What there is to play
// comes on standard input; the kit's script stands in front of this.

function listed(sheet) {
  return sheet.questions.map(function (question) {
    return {
      path: question.path,
      kind: question.kind,
      ask: question.ask,
      help: question.help || null,
      section: question.section || null,
      choices: question.choices.map(function (choice) { return choice.label; }),
      item: question.item ? question.item.number : null,
      state: question.state.name,
      text: question.state.text === undefined ? null : question.state.text
    };
  });
}

function differs(wanted, found) {
  if (wanted.length !== found.length) {
    return { wanted: wanted.map(function (it) { return it.path; }), found: found.map(function (it) { return it.path; }) };
  }
  for (let at = 0; at < wanted.length; at += 1) {
    // What the file does not repeat is known all the same.
    if (wanted[at].state === "known" && found[at].text === null) {
      found[at].text = wanted[at].text;
    }
    if (JSON.stringify(wanted[at]) !== JSON.stringify(found[at])) {
      return { wanted: wanted[at], found: found[at] };
    }
  }
  return null;
}

function outcome(reply) {
  return reply.wrong ? "wrong " + reply.wrong : reply.days ? "days " + JSON.stringify(reply.days) : "kept";
}

function play(data, session) {
  const words = wordsOfForm(data.languages[session.language]);
  const answers = noAnswers();
  for (let at = 0; at < session.steps.length; at += 1) {
    const step = session.steps[at];
    const before = new Sheet(data.plan, words, answers);
    const question = step.path === undefined ? undefined : before.find(step.path);
    if (step.path !== undefined && !question) {
      return { at: at, step: step, missing: step.path };
    }
    if (step["do"] === "answer") {
      const reply = read(question, step.text, words);
      if (outcome(reply) !== step.outcome) {
        return { at: at, step: step, outcome: outcome(reply) };
      }
      if (reply.text !== undefined) {
        put(answers, question, { said: "text", text: reply.text });
      }
    } else if (step["do"] === "say") {
      put(answers, question, { said: step.said });
    } else if (step["do"] === "pass") {
      pass(answers, step.path, true);
    } else if (step["do"] === "clear") {
      clear(answers, step.path);
    } else if (step["do"] === "add") {
      addItem(answers, step.list, step.id);
    } else if (step["do"] === "remove") {
      removeItem(answers, step.list, step.id);
    }
    const sheet = new Sheet(data.plan, words, answers);
    const difference = differs(step.sheet, listed(sheet));
    if (difference) {
      return { at: at, step: step["do"] + " " + (step.path || step.list), difference: difference };
    }
    const parts = sheet.sections().map(function (part) { return part.questions.length; });
    if (JSON.stringify(parts) !== JSON.stringify(step.parts)) {
      return { at: at, step: step["do"] + " " + (step.path || step.list), parts: parts, wanted: step.parts };
    }
    if (JSON.stringify(sheet.progress()) !== JSON.stringify(step.progress)) {
      return { at: at, step: step["do"] + " " + (step.path || step.list), progress: sheet.progress(), wanted: step.progress };
    }
  }
  return null;
}

const found = given.sessions.map(function (session) { return play(given.data[session.data], session); });
console.log(JSON.stringify(found.filter(Boolean).slice(0, 3), null, 1));
