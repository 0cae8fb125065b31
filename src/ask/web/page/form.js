// Saves what somebody writes while they write, and shows the pages of the paper as they grow. Without this script the
// form works as plain HTML does; every word that it says stands in the page, in the language of the form.
"use strict";

(() => {
  const form = document.getElementById("form");
  const preview = document.getElementById("preview");
  // The paper's own address: a secret step, and the paper.
  let way = new URL(".", location).pathname;

  // A page that the browser kept may show what has been changed since.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // ---- the pages of the paper ----

  const pages = document.getElementById("pages");
  const note = document.getElementById("pages-note");
  const wide = matchMedia("(min-width: 68rem)");
  let version = null, printing = false, again = false;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Asks for the pages; an answer that comes late is not waited for twice.
  async function print() {
    if (!preview || !preview.open) return;
    if (printing) { again = true; return; }
    printing = true;
    try {
      const answer = await (await fetch(`${way}pages`)).json();
      if (answer.version === null) say(note, pages.dataset.not);
      else if (answer.version !== version) {
        await show(answer);
        version = answer.version;
        const long = pages.dataset.long && answer.pages > Number(pages.dataset.most);
        say(note, long ? fill(pages.dataset.long, { pages: answer.pages }) : "");
      }
      pages.classList.toggle("old", answer.version === null);
    } catch {
      pages.classList.add("old");
    }
    printing = false;
    if (again) { again = false; print(); }
  }

  // Puts the new pages in place of the old ones when they are there whole, so that nothing flickers.
  async function show(answer) {
    const images = Array.from({ length: answer.pages }, (_, at) => {
      const image = new Image();
      image.alt = fill(pages.dataset.alt, { number: at + 1, pages: answer.pages });
      image.src = `${way}page/${at + 1}.svg?v=${encodeURIComponent(answer.version)}`;
      return image;
    });
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
    pages.replaceChildren(...images);
    // For whoever measures how soon the pages follow.
    performance.mark("affiant-pages");
  }

  if (preview) {
    const place = () => { preview.open = wide.matches; };
    place();
    wide.addEventListener("change", place);
    preview.addEventListener("toggle", print);
    // Beside the form the pages are always there; below it they are opened.
    preview.firstElementChild.addEventListener("click", (event) => { if (wide.matches) event.preventDefault(); });
    print();
  }

  function say(element, text) { if (element && element.textContent !== text) element.textContent = text; }

  // ---- saving ----

  const words = document.getElementById("words")?.dataset;
  if (!form || !words) return;
  document.documentElement.classList.add("scripted");
  const state = document.getElementById("state");
  const news = document.getElementById("news");
  // How many bytes a page may still send when it is left, and the note that it has sent some.
  const LAST = 60_000, FLYING = "affiant-flying";
  const PAUSE = 300, RETRY = [1000, 2000, 4000, 8000, 15000];
  const dirty = new Set();
  let timer = 0, sending = null, failed = 0, leaving = false, saidState = "", sign = words.sign;

  const questions = () => form.querySelectorAll(".question[data-path]");
  const question = (element) => element.closest?.(".question[data-path]");
  const part = (element, name) => document.getElementById(`${element.id}-${name}`);
  const named = (element, ending) => element.querySelectorAll(`[name="${CSS.escape(element.dataset.path + ending)}"]`);

  function tell(text, unsaved) {
    state.classList.toggle("unsaved", unsaved);
    // Said once: whoever hears the page is not told the same again and again.
    if (text !== saidState) state.textContent = saidState = text;
  }

  // What is sent of a question: its controls, by their names.
  function fields(elements, into) {
    for (const element of elements)
      for (const control of element.querySelectorAll("input, textarea, select")) {
        const choice = control.type === "radio" || control.type === "checkbox";
        if (control.name && (!choice || control.checked)) into.append(control.name, control.value);
      }
    return into;
  }

  const shot = (element) => {
    const sent = fields([element], new URLSearchParams());
    sent.delete(`${element.dataset.path}~seen`);
    return sent.toString();
  };

  function body(elements) {
    const into = new URLSearchParams();
    for (const name of ["~token", "~section"]) into.append(name, form.elements.namedItem(name).value);
    return fields(elements, into);
  }

  function touched(element) {
    if (!element || element.dataset.kind === "another") return;
    dirty.add(element);
    if (!failed) tell(words.saving, false);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  }

  // Sends what is not saved; true when everything is.
  async function flush() {
    clearTimeout(timer);
    while (sending) await sending;
    if (!dirty.size) return true;
    sending = send([...dirty]);
    const kept = await sending;
    sending = null;
    if (kept && dirty.size) return flush();
    return kept;
  }

  // Says why nothing is saved, and tries again after a while.
  function later(why) {
    tell(why, true);
    timer = setTimeout(flush, RETRY[Math.min(failed++, RETRY.length - 1)]);
  }

  // Whether it is still this form that answers. When it ended, any program of this machine may have taken its port.
  async function isHere() {
    const response = await fetch(`${way}here`);
    return response.ok && (await response.json()).sign === sign;
  }

  // The form was started again since: its new address, which somebody has put in, lets this page in anew.
  const anew = document.getElementById("again");
  async function reopen() {
    const address = document.getElementById("again-a");
    const token = address.value.match(/\/open\/[0-9a-f]{64}/);
    try {
      const home = token && await fetch(token[0]);
      if (!home || !home.ok) throw new Error("not let in");
      const base = `/${new URL(home.url).pathname.split("/")[1]}/${way.split("/")[2]}/`;
      const page = await fetch(base);
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const own = fresh.querySelector("#form [name='~token']");
      if (!page.ok || !own) throw new Error("no such paper");
      way = base;
      sign = fresh.getElementById("words").dataset.sign;
      form.elements.namedItem("~token").value = own.value;
      form.action = base;
    } catch {
      address.setAttribute("aria-invalid", "true");
      address.focus();
      return;
    }
    failed = 0;
    if (await flush()) location.replace(`${way}?section=${form.elements.namedItem("~section").value}`);
  }
  document.getElementById("again-go").addEventListener("click", reopen);
  document.getElementById("again-a").addEventListener("keydown", (event) => { if (event.key === "Enter") reopen(); });

  async function send(elements) {
    const sent = new Map(elements.map((element) => [element, shot(element)]));
    const old = () => {
      anew.hidden = false;
      later(words.old);
      return false;
    };
    let answer;
    try {
      if (failed && !await isHere()) return old();
      const response = await fetch(`${way}answer`, { method: "POST", body: body(elements) });
      if (response.status === 403) return old();
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
      if (answer.sign !== sign) return old();
    } catch {
      later(words.gone);
      return false;
    }
    failed = 0;
    anew.hidden = true;
    let all = true, right = true;
    for (const [element, was] of sent) {
      const told = answer.answers.find((one) => one.path === element.dataset.path);
      if (shot(element) === was) dirty.delete(element);
      if (told) { mend(element, told, shot(element) === was); all &&= told.saved; right &&= told.wrong === null; }
    }
    if (!dirty.size) tell(all ? fill(right ? words.saved : words.savedWrong, { at: answer.at }) : words.refused, !all);
    say(document.getElementById("progress"), answer.progress.said);
    const gone = answer.answers.filter((one) => one.note !== null);
    if (gone.some((one) => one.aside) && !dirty.size && !leaving) {
      // The questions are others than this page has: it is made anew, and says what became of the answer.
      const at = question(document.activeElement ?? form);
      location.replace(`${way}?section=${form.elements.namedItem("~section").value}&kept=1${at ? `#${encodeURIComponent(at.id)}` : ""}`);
      return true;
    }
    if (answer.appear.length || answer.vanish.length) await rearrange(answer);
    if (gone.length) say(news, gone[0].note);
    performance.mark("affiant-saved");
    print();
    return true;
  }

  // Shows what the form says of an answer, without touching what stands in it.
  function mend(element, told, same) {
    if (told.seen !== null) for (const seen of named(element, "~seen")) seen.value = told.seen;
    if (!same) return;
    element.classList.toggle("wrong", told.wrong !== null);
    const error = part(element, "error");
    if (error) {
      error.replaceChildren();
      if (told.wrong !== null) {
        const lead = document.createElement("strong");
        lead.textContent = words.mend;
        error.append(lead, " ", told.wrong);
        for (const [label, day] of [...told.days ?? [], ...told.without ? [told.without] : []])
          error.append(" ", instead(element, label, day));
      }
    }
    for (const control of named(element, "")) {
      if (control.type === "radio" || control.type === "checkbox") continue;
      if (told.wrong !== null) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    }
    // What nobody sees was left out of what is kept: the page shows what is kept.
    const typed = part(element, "a");
    if (told.text && typed && "selectionStart" in typed) {
      const at = typed.selectionStart;
      typed.value = told.text;
      if (document.activeElement === typed) typed.setSelectionRange(at, at);
    }
    remarks(element, part(element, "advice"), told.advice ?? []);
    const sentence = part(element, "sentence");
    if (sentence) say(sentence, told.sentence ? `${sentence.dataset.say} ${told.sentence}` : "");
    before(element, told.before ?? []);
  }

  // What the answer said before, each with the button that puts it back.
  function before(element, texts) {
    const place = part(element, "earlier");
    if (!place || [...place.querySelectorAll("button")].map((it) => it.value).join() === texts.map((it) => it.value).join()) return;
    place.replaceChildren();
    texts.forEach((one, at) => {
      const lead = document.createElement("p"), text = document.createElement("blockquote");
      lead.className = "lead";
      lead.textContent = words.earlier;
      text.dir = "auto";
      text.id = `${element.id}-was${at}`;
      text.textContent = one.words;
      const back = document.createElement("button");
      back.name = "~put-back";
      back.value = one.value;
      back.textContent = words.back;
      back.setAttribute("aria-describedby", text.id);
      place.append(...(at ? [] : [lead]), text, back);
    });
  }

  // What is said of an answer, with a button where it can be mended at once.
  function remarks(element, place, said) {
    const key = JSON.stringify(said);
    if (!place || place.dataset.said === key || (!said.length && !place.children.length)) return;
    place.dataset.said = key;
    const lead = document.createElement("p");
    lead.className = "lead";
    lead.textContent = words.advice;
    place.replaceChildren(...(said.length ? [lead] : []), ...said.map((remark) => {
      const line = document.createElement("p");
      line.textContent = remark.text;
      if (remark.mend) line.append(" ", instead(element, ...remark.mend));
      return line;
    }));
  }

  // A button that makes the answer something else.
  function instead(element, label, text) {
    return button(label, () => {
      const control = part(element, "a");
      control.value = text;
      control.focus();
      grow(control);
      count(element);
      touched(element);
      flush();
    });
  }

  function button(label, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  }

  // An answer has brought questions or taken some away: they come and go, and what was typed in them stays.
  async function rearrange(answer) {
    for (const element of questions()) if (answer.vanish.includes(element.dataset.path)) element.hidden = true;
    const text = await (await fetch(`${way}?section=${form.elements.namedItem("~section").value}`)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const brought = [];
    let before = null;
    for (const element of fresh.querySelectorAll("#form .question[data-path]")) {
      const known = document.getElementById(element.id);
      if (known) known.hidden = false;
      else {
        const made = document.importNode(element, true);
        const anchor = before?.closest(".whole") ?? before;
        if (anchor) anchor.after(made); else form.querySelector(".questions").prepend(made);
        made.querySelectorAll("textarea").forEach(grow);
      }
      if (answer.appear.includes(element.dataset.path)) brought.push(element.querySelector(".ask").textContent);
      before = document.getElementById(element.id);
    }
    // Whoever hears the page is told what has come onto it.
    say(news, brought.length ? fill(words.brought, { count: brought.length, ask: brought[0] }) : "");
    const parts = fresh.querySelector("#parts ol");
    if (parts) document.querySelector("#parts ol")?.replaceWith(document.importNode(parts, true));
    for (const of of [".primary", ".step"]) {
      const now = form.querySelector(of), next = fresh.querySelector(`#form ${of}`);
      if (now && next) now.textContent = next.textContent;
    }
  }

  // A text area is as high as its text where the browser does not see to it.
  const grows = CSS.supports("field-sizing", "content");
  function grow(area) {
    if (grows || area.tagName !== "TEXTAREA") return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 4}px`;
  }

  // Who does not know has no answer: what stood there is laid aside, and comes back with the tick.
  function aside(control, away) {
    if (control.type === "radio" || control.type === "checkbox") control.checked &&= !away;
    else if (away && control.value) { control.dataset.aside = control.value; control.value = ""; }
    else if (!away && !control.value) control.value = control.dataset.aside ?? "";
    grow(control);
  }

  function count(element) {
    const place = part(element, "count");
    if (!place) return;
    const text = part(element, "a").value.trim();
    place.textContent = text ? fill(place.dataset.say, { words: text.split(/\s+/).length }) : "";
  }

  form.addEventListener("input", (event) => {
    const element = question(event.target);
    if (!element) return;
    const said = [...named(element, "~said")];
    if (said.includes(event.target)) {
      for (const other of said) if (other !== event.target) other.checked = false;
      element.classList.toggle("said", event.target.checked);
      for (const control of named(element, "")) aside(control, event.target.checked);
    } else {
      // Who writes an answer has one.
      for (const box of said) box.checked = false;
      element.classList.remove("said");
    }
    grow(event.target);
    count(element);
    touched(element);
  });
  form.addEventListener("focusout", (event) => { if (dirty.has(question(event.target))) flush(); });
  form.addEventListener("keydown", (event) => {
    // Enter in a line saves it and stays.
    if (event.key === "Enter" && event.target.matches("input:not([type=radio], [type=checkbox]), textarea[rows='1']")) {
      event.preventDefault();
      flush();
    }
  });

  // Leaves a page only when what stands on it is saved: a form that does not answer must not take the text along.
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    if (!dirty.size && !sending && !failed) { leaving = true; return; }
    event.preventDefault();
    const before = new Set(questions());
    flush().then((kept) => {
      // What the last answer brought comes before the next part.
      const brought = [...questions()].find((element) => !element.hidden && !before.has(element));
      if (kept && brought && event.submitter?.value === "next") {
        brought.querySelector("input:not([type=hidden]), textarea, select, button").focus();
        return;
      }
      if (!kept) { state.scrollIntoView({ block: "nearest" }); return; }
      leaving = true;
      form.requestSubmit(event.submitter);
    });
  });

  // The page may be gone before an answer comes: what is sent so arrives all the same, if it is not too long.
  function last() {
    if (!dirty.size || failed) return true;
    const sent = body([...dirty]);
    if (sent.toString().length > LAST) {
      flush();
      return false;
    }
    fetch(`${way}answer`, { method: "POST", body: sent, keepalive: true }).catch(() => {});
    // Only that something was sent: what it was is nobody's to read here.
    try { sessionStorage.setItem(FLYING, "1"); } catch { /* Then the page that comes next is as old as its request. */ }
    return true;
  }
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") last(); });
  addEventListener("pagehide", last);
  addEventListener("online", () => { if (failed) flush(); });
  // This is the last moment before the next page is asked for, which had better show what is sent here.
  addEventListener("beforeunload", (event) => { if ((dirty.size && failed) || !last()) event.preventDefault(); });

  // A page that was asked for while the last answers of the one before were on their way may show the old ones.
  async function catchUp() {
    try {
      if (!sessionStorage.getItem(FLYING)) return;
      sessionStorage.removeItem(FLYING);
    } catch {
      return;
    }
    const marks = (page) => [...page.querySelectorAll("#form [name$='~seen']")].map((it) => it.name + it.value).join();
    const own = marks(document);
    for (const wait of [0, 30, 60, 120, 240, 480, 960]) {
      await new Promise((done) => { setTimeout(done, wait); });
      const page = await fetch(location.pathname + location.search);
      if (!page.ok || dirty.size || sending) return;
      if (marks(new DOMParser().parseFromString(await page.text(), "text/html")) !== own) {
        location.reload();
        return;
      }
    }
  }
  catchUp().catch(() => {});

  for (const element of questions()) {
    element.classList.toggle("said", [...named(element, "~said")].some((box) => box.checked));
    element.querySelectorAll("textarea").forEach(grow);
    count(element);
  }
  state.textContent = "";
  // An answer that has to be looked at again is where the person goes on.
  function begin() {
    if (document.activeElement !== document.body) return;
    const target = question(document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? form);
    if (target) target.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
    else (document.getElementById("errors") ?? document.getElementById("kept"))?.focus();
  }
  begin();
  // When the browser shows what the address points to, it takes the focus away from everything else.
  if (location.hash) addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(begin)));
})();
