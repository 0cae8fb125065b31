// Saves what somebody writes while they write, and shows the pages of the paper as they grow. Without this script the
// form works as plain HTML does; every word that it says stands in the page, in the language of the form.
"use strict";

(() => {
  const form = document.getElementById("form");
  const preview = document.getElementById("preview");
  const way = `/${location.pathname.split("/")[1]}/`;

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
  const PAUSE = 300, RETRY = [1000, 2000, 4000, 8000, 15000];
  const dirty = new Set();
  let timer = 0, sending = null, failed = 0, leaving = false, saidState = "";

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

  // The form was started again since. Once it was opened in another window, a page that it gives has what this one needs.
  async function anew() {
    const page = await fetch(location.pathname + location.search);
    const token = page.ok && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[name='~token']");
    const own = form.elements.namedItem("~token");
    if (!token || token.value === own.value) return false;
    own.value = token.value;
    return true;
  }

  async function send(elements) {
    const sent = new Map(elements.map((element) => [element, shot(element)]));
    let answer;
    try {
      const response = await fetch(`${way}answer`, { method: "POST", body: body(elements) });
      if (response.status === 403) {
        if (await anew()) return send(elements);
        later(words.old);
        return false;
      }
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch {
      later(words.gone);
      return false;
    }
    failed = 0;
    let all = true;
    for (const [element, was] of sent) {
      const told = answer.answers.find((one) => one.path === element.dataset.path);
      if (shot(element) === was) dirty.delete(element);
      if (told) { mend(element, told, shot(element) === was); all &&= told.saved; }
    }
    if (!dirty.size) tell(all ? fill(words.saved, { at: answer.at }) : words.refused, !all);
    say(document.getElementById("progress"), answer.progress.said);
    if (answer.appear.length || answer.vanish.length) await rearrange(answer);
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
        for (const [label, day] of told.days ?? []) error.append(" ", button(label, () => {
          const control = part(element, "a");
          control.value = day;
          control.focus();
          touched(element);
          flush();
        }));
      }
    }
    for (const control of named(element, "")) {
      if (control.type === "radio" || control.type === "checkbox") continue;
      if (told.wrong !== null) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    }
    lines(part(element, "advice"), words.advice, told.advice ?? []);
    const earlier = part(element, "earlier");
    if (earlier && told.earlier) {
      const text = document.createElement("blockquote");
      text.dir = "auto";
      text.textContent = told.earlier;
      const lead = document.createElement("p");
      lead.className = "lead";
      lead.textContent = words.earlier;
      earlier.replaceChildren(lead, text, button(words.back, () => {
        const control = part(element, "a");
        control.value = told.earlier;
        earlier.replaceChildren();
        control.focus();
        grow(control);
        touched(element);
        flush();
      }));
    }
  }

  function lines(element, head, texts) {
    if (!element || [...element.children].slice(1).map((p) => p.textContent).join("\n") === texts.join("\n")) return;
    element.replaceChildren(...(texts.length ? [head, ...texts] : []).map((text, at) => {
      const line = document.createElement("p");
      if (at === 0) line.className = "lead";
      line.textContent = text;
      return line;
    }));
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
    const text = await (await fetch(location.pathname + `?section=${form.elements.namedItem("~section").value}`)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
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
      before = document.getElementById(element.id);
    }
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

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" || !dirty.size) return;
    // The page may be gone before an answer comes: sent so, it arrives all the same.
    fetch(`${way}answer`, { method: "POST", body: body([...dirty]), keepalive: true }).catch(() => {});
  });
  addEventListener("online", () => { if (failed) flush(); });
  addEventListener("beforeunload", (event) => { if (dirty.size && failed) event.preventDefault(); });

  for (const element of questions()) {
    element.classList.toggle("said", [...named(element, "~said")].some((box) => box.checked));
    element.querySelectorAll("textarea").forEach(grow);
    count(element);
  }
  state.textContent = "";
  // An answer that has to be looked at again is where the person goes on.
  const target = question(document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? form);
  if (target) target.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  else document.getElementById("errors")?.focus();
})();
