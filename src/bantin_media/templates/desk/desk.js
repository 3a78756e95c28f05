/* The script of the desk: it sends forms with the page's token and loads the page again; focus and scroll position stay.
   The server makes the changes and returns the message that is shown. */
"use strict";

const token = document.querySelector('meta[name="token"]').content;
const box = document.getElementById("message");
let saidUntil = 0;

function say(text, isBad = false) {
  box.textContent = text;
  box.classList.toggle("bad", isBad);
  const mine = ++saidUntil;
  const fade = () => { if (mine !== saidUntil) return; if (busy) setTimeout(fade, 1000); else say(""); };  // a long change keeps its message
  if (text) setTimeout(fade, isBad ? 12000 : 6000);
}

/* Marks the page while a change is in progress, for screen readers and tests. */
let busy = 0;
function working(change) {
  busy += change;
  if (busy) document.body.setAttribute("aria-busy", "true"); else document.body.removeAttribute("aria-busy");
}
async function whole(work) {
  working(1);
  try { return await work(); } finally { working(-1); }
}

async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Desk-Token": token }, credentials: "same-origin" });
  const result = await answer.json().catch(() => ({ what: "Bàn biên tập không trả lời." }));
  if (!answer.ok) {
    say([result.what, result.hint].filter(Boolean).join(". "), true);
    if (answer.status === 409) await renew();
    return null;
  }
  return result;
}

/* ---- loading the page again */

function nameOf(element) {
  if (!element || element === document.body) return null;
  if (element.id) return "#" + CSS.escape(element.id);
  const steps = [];
  for (let one = element; one && one.id !== "noi-dung" && one !== document.body; one = one.parentElement) {
    if (one.id) { steps.unshift("#" + CSS.escape(one.id)); break; }
    steps.unshift(`${one.localName}:nth-child(${[...one.parentElement.children].indexOf(one) + 1})`);
  }
  return steps.join(" > ");
}

function renew(address = location.href) { return whole(() => renewed(address)); }
async function renewed(address) {
  const open = [...document.querySelectorAll("main details[open]")].map(nameOf);
  const place = nameOf(document.activeElement);
  const scroll = [scrollX, scrollY];
  const answer = await fetch(address, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["main", ".top"]) document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)));
  document.title = page.title;
  if (address !== location.href) { history.pushState(null, "", address); scrollTo(0, 0); document.querySelector("main").focus(); }
  else {
    for (const one of open) { const found = one && document.querySelector(one); if (found) found.open = true; }
    scrollTo(...scroll);
    const found = place && document.querySelector(place);
    (found || document.querySelector("main")).focus({ preventScroll: true });
  }
  begin();
}
addEventListener("popstate", () => location.reload());

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-do]");
  if (!form) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form));
  const button = event.submitter;
  if (button && button.name) fields.set(button.name, button.value);
  if (form.dataset.wait) say(form.dataset.wait);
  await whole(async () => {
    const result = await post(form.dataset.do, fields);
    if (!result) return;
    if (result.ask) { ask(form, result); return; }
    if (form.closest("dialog")) { await spoken(result, fields); return; }
    if (result.go) await renew(new URL(result.go, location.href).href); else await renew();
    say(result.message);
  });
});
/* The message about an empty field is Vietnamese in a browser of any language. */
const WANTED = { valueMissing: "Hãy điền ô này.", patternMismatch: "Hãy viết theo mẫu: ", typeMismatch: "Hãy viết theo mẫu: ", badInput: "Hãy xem lại giá trị này." };
document.addEventListener("invalid", ({ target }) => {
  const kind = Object.keys(WANTED).find((one) => target.validity[one]);
  if (kind) target.setCustomValidity(WANTED[kind] + (WANTED[kind].endsWith(" ") ? target.placeholder : ""));
}, true);
for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => { if (target.setCustomValidity) target.setCustomValidity(""); }, true);

/* Shows what needs consent (an unknown server, signed editions that would become drafts) next to the box that gives
   it. */
function ask(form, result) {
  const box = form.querySelector("[data-ask]");
  box.hidden = false;
  box.querySelector("code").textContent = result.ask;
  Object.assign(box.querySelector("input"), { value: result.ask, checked: false }).focus();
  say(result.message, true);
}

/* A list that sends its selected entry: at once after a click; after arrow keys only on Enter or when it loses focus. */
let byKey = false;
addEventListener("keydown", () => { byKey = true; }, true);
addEventListener("pointerdown", () => { byKey = false; }, true);
function chosen(event) {
  const list = event.target;
  if (!list.matches || !list.matches("[data-submit]")) return;
  if (event.type === "change") { list.dataset.changed = "1"; if (byKey) return; }
  if (!list.dataset.changed || (event.type === "keydown" && event.key !== "Enter")) return;
  delete list.dataset.changed;
  if (list.value || list.dataset.submit) list.form.requestSubmit();
}
for (const kind of ["change", "keydown", "focusout"]) document.addEventListener(kind, chosen);

/* ---- listening */

const player = Object.assign(document.createElement("div"), { id: "player", hidden: true });
player.innerHTML = '<p></p><audio controls></audio><button type="button" class="icon" aria-label="Đóng phần nghe">✕</button>';
player.setAttribute("role", "region");
player.setAttribute("aria-label", "Nghe");
document.body.append(player);
const audio = player.querySelector("audio");
audio.setAttribute("aria-label", "Phần nghe");
let clips = [];
player.querySelector("button").addEventListener("click", () => { audio.pause(); player.hidden = true; mark(null); });
audio.addEventListener("timeupdate", () => {
  const now = audio.currentTime * 1000;
  const clip = clips.find(([, start, end]) => now >= start && now < end + 150);
  mark(clip ? clip[0] : null);
});
audio.addEventListener("ended", () => mark(null));

function mark(id) {
  for (const one of document.querySelectorAll(".s.now")) if (one.id !== id) one.classList.remove("now");
  const found = id && document.getElementById(id);
  if (found && !found.classList.contains("now")) { found.classList.add("now"); if (clips.length > 1) found.scrollIntoView({ block: "nearest" }); }
}

async function play(source, name, places) {
  clips = places;
  player.hidden = false;
  player.querySelector("p").textContent = name;
  audio.src = source;
  try { await audio.play(); } catch (error) { if (error.name !== "AbortError") say("Chưa nghe được: " + (await reason(source)), true); }
}
async function reason(source) {
  const answer = await fetch(source, { credentials: "same-origin" });
  if (answer.ok) return "trình duyệt không phát được tiếng";
  const result = await answer.json().catch(() => ({}));
  return [result.what, result.hint].filter(Boolean).join(". ");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-play]");
  if (!button) return;
  say("Đang đọc …");
  const answer = await fetch(button.dataset.play, { credentials: "same-origin" });
  const result = await answer.json();
  if (!answer.ok) { say([result.what, result.hint].filter(Boolean).join(". "), true); return; }
  say("");
  await play(result.src, button.dataset.name, result.clips);
});

document.addEventListener("input", (event) => { const into = event.target.dataset.into; if (into) document.getElementById(into).value = event.target.value; });

/* ---- readings */

let opener = null;

function sentenceSound(sentence) {
  const published = document.querySelector(".published");
  return `${published.dataset.sound}${sentence.id}.mp3?${published.dataset.seen}`;
}

function openReading(button) {
  const dialog = document.getElementById("cach-doc");
  const sentence = button.closest(".s");
  const form = dialog.querySelector("form");
  const picked = String(getSelection()).trim();
  const of = button.dataset.written === undefined ? { written: sentence.textContent.includes(picked) ? picked : "", spoken: "", rule: "", other: "" } : button.dataset;
  opener = nameOf(button);
  form.elements.sentence.value = sentence.dataset.text;
  form.elements.sound.value = sentence.id;
  form.elements.written.value = of.written;
  form.elements.spoken.value = "";
  dialog.querySelector(".is-written").textContent = of.written || sentence.dataset.text;
  dialog.querySelector(".arrow").hidden = !of.spoken && of.rule === "";
  dialog.querySelector(".is-spoken").textContent = of.rule === "" ? "" : of.spoken || "(không đọc)";
  dialog.querySelector(".rule").textContent = of.rule ? `Theo quy tắc: ${of.rule}${of.evidence ? `, vì có “${of.evidence}”` : ""}${button.classList.contains("guess") ? " (phỏng đoán)" : ""}` : "Ghi chữ cần sửa và cách đọc mong muốn.";
  dialog.querySelector(".alternative").hidden = !of.other;
  dialog.querySelector("[data-other]").textContent = of.other || "";
  dialog.querySelector(".others").hidden = true;
  dialog.querySelector("[data-ask]").hidden = true;
  form.elements.sure.checked = false;
  if (dialog.open) dialog.close();
  dialog.show();
  form.elements[of.written ? "spoken" : "written"].focus();
}

function closeReading() {
  const dialog = document.getElementById("cach-doc");
  if (dialog && dialog.open) { dialog.close(); const back = opener && document.querySelector(opener); if (back) back.focus(); }
}

async function spoken(result, fields) {
  const where = opener;
  await renew();
  const sentence = document.getElementById(fields.get("sound"));
  say(result.message);
  const dialog = document.getElementById("cach-doc");
  opener = where;
  if (result.others.length) {
    const form = dialog.querySelector("form");
    for (const key of ["written", "spoken", "sentence", "sound"]) form.elements[key].value = fields.get(key);
    dialog.querySelector(".is-written").textContent = fields.get("written");
    dialog.querySelector(".is-spoken").textContent = fields.get("spoken");
    dialog.querySelector(".rule").textContent = "Theo từ điển của tòa soạn";
    const others = dialog.querySelector(".others");
    others.hidden = false;
    others.querySelector("p").textContent = "Những câu khác cũng đọc khác đi:";
    others.querySelector("ul").replaceChildren(...result.others.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    dialog.show();
    dialog.querySelector("[data-close]").focus();
  } else if (where && document.querySelector(where)) document.querySelector(where).focus({ preventScroll: true });
  if (sentence) await play(sentenceSound(sentence), sentence.dataset.text, []);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".r, .say")) openReading(button);
  else if (button.matches("[data-close]")) closeReading();
  else if (button.matches("[data-other]")) button.form.elements.spoken.value = button.textContent;
  else if (button.matches("[data-hear]")) {
    const sentence = document.getElementById(button.form.elements.sound.value);
    await play(sentenceSound(sentence), sentence.dataset.text, []);
  }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeReading(); });

/* ---- files and order */

/* Uploads one file; returns the response, or `failed` with the reason, so that the other files are still sent. */
async function received({ file, folder }, address, article, replace = "") {
  const query = new URLSearchParams({ file: file.name, article, folder, replace });
  try {
    const answer = await fetch(`${address}?${query}`, { method: "POST", body: file, headers: { "X-Desk-Token": token }, credentials: "same-origin" });
    const result = await answer.json();
    if (answer.ok && result.ask) return await received({ file, folder }, address, article, confirm(result.message) ? result.ask : "none");
    return answer.ok ? result : { failed: [result.what, result.hint].filter(Boolean).join(". ") };
  } catch { return { failed: "không đọc được tệp này, hoặc bàn biên tập không trả lời" }; }
}

async function upload(files, address, article = "", passed = []) {
  const came = [];
  for (const one of files) {
    say(`Đang nhận ${one.file.name} …`);
    const result = await received(one, address, article);
    if (result.failed) { passed.push(`${one.file.name}: ${result.failed}`); continue; }
    came.push(result.message);
    const list = document.querySelector("[data-pictures]");  // the form may be half filled in, so it is not replaced
    if (list) { list.add(new Option(result.file, result.file, true, true)); list.focus(); say(result.message); return; }
  }
  await renew();
  const done = came.length > 1 ? `Đã nhận ${came.length} tệp` : came[0];
  say([done, ...(passed.length ? [`Không nhận: ${passed.join("; ")}`] : [])].filter(Boolean).join(". "), passed.length > 0);
}

/* The files of a drop.  The folder that a browser saves next to a page keeps its pictures; any other is reported. */
async function inDrop(transfer) {
  const kinds = document.querySelector("[data-upload]").dataset.beside;  // the page of the office accepts no folder
  const items = [...transfer.items].filter((one) => one.kind === "file");
  const held = items.map((one) => ({ file: one.getAsFile(), entry: one.webkitGetAsEntry && one.webkitGetAsEntry() }));  // not available after the first await
  const files = [], passed = [];
  for (const { file, entry } of held) {
    if (!entry || !entry.isDirectory) { if (file) files.push({ file, folder: "" }); continue; }
    if (!kinds || !entry.name.endsWith("_files")) { passed.push(`thư mục ${entry.name}: hãy mở thư mục rồi thả các tệp trong đó`); continue; }
    try {
      const inside = await inFolder(entry);
      files.push(...inside.filter((one) => kinds.split(",").some((kind) => one.name.toLowerCase().endsWith(kind))).map((one) => ({ file: one, folder: entry.name })));
    } catch { passed.push(`thư mục ${entry.name}: không đọc được`); }
  }
  return { files, passed };
}
async function inFolder(folder) {
  const reader = folder.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((take, fail) => reader.readEntries(take, fail));
    if (!some.length) return files;
    for (const one of some) if (one.isFile) files.push(await new Promise((take, fail) => one.file(take, fail)));
  }
}

async function reorder(list) {
  const numbers = [...list.children].map((one) => one.dataset.number).filter(Boolean);
  const result = await post(list.dataset.order, new URLSearchParams({ seen: list.dataset.seen, order: numbers.join(" ") }));
  await renew();
  if (result) say(result.message);
}

document.addEventListener("change", (event) => {
  const drop = event.target.closest("[data-upload]");
  if (drop && event.target.type === "file") upload([...event.target.files].map((file) => ({ file, folder: "" })), drop.dataset.upload);
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-up], [data-down]");
  if (!button) return;
  const item = button.closest("li");
  const list = item.parentElement;
  const number = item.dataset.number;
  const way = button.matches("[data-up]") ? "[data-up]" : "[data-down]";
  if (way === "[data-up]") item.previousElementSibling.before(item); else item.nextElementSibling.after(item);
  await reorder(list);
  const again = document.querySelector(`[data-number="${number}"]`);
  const back = again && (again.querySelector(`${way}:not(:disabled)`) || again.querySelector("[data-up]:not(:disabled), [data-down]:not(:disabled)"));
  if (back) back.focus();
});

let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[draggable]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.file || dragged.dataset.number);
  dragged.classList.add("dragged");
});
document.addEventListener("dragend", () => { clear(); if (dragged) dragged.classList.remove("dragged"); dragged = null; });
function clear() { for (const one of document.querySelectorAll(".over, .over-file")) one.classList.remove("over", "over-file"); }
document.addEventListener("dragover", (event) => {
  const article = event.target.closest && event.target.closest("[data-drop-article]");
  const drop = event.target.closest && event.target.closest("[data-upload]");
  event.preventDefault();
  clear();
  if (dragged && dragged.dataset.number && article) article.classList.add("over");
  else if (article) article.classList.add("over-file");
  else if (drop) drop.classList.add("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  clear();
  const article = event.target.closest("[data-drop-article]");
  const place = document.querySelector("[data-upload]");
  if (place && event.dataTransfer.files.length) {
    const { files, passed } = await inDrop(event.dataTransfer);
    await upload(files, place.dataset.upload, article ? article.dataset.dropArticle : "", passed);
    return;
  }
  if (!dragged || !article) return;
  if (dragged.dataset.number) {
    if (dragged !== article) { article.before(dragged); await reorder(article.parentElement); }
  } else {
    const list = document.querySelector(".articles");
    const result = await post(list.dataset.order.replace(/order$/, "assign"), new URLSearchParams({ seen: list.dataset.seen, file: dragged.dataset.file, article: article.dataset.number }));
    await renew();
    if (result) say(result.message);
  }
});

/* ---- building */

let watching = false;
async function watch(card) {
  if (watching) return;
  watching = true;
  const address = card.dataset.build;
  for (;;) {
    const now = document.querySelector("[data-build]");
    if (!now) break;
    const result = await (await fetch(address, { credentials: "same-origin" })).json();
    const isRunning = result.state === "running";
    now.querySelector(".progress").hidden = !isRunning;
    now.querySelector('form[data-do$="cancel"]').hidden = !isRunning;
    now.querySelector('form[data-do$="build"] button').disabled = isRunning;
    if (isRunning) {
      const bar = now.querySelector("progress");
      bar.max = result.steps || 1;
      bar.value = result.done;
      now.querySelector(".progress span").textContent = `${result.done}/${result.steps} · ${result.minutes} phút tiếng`;
      await new Promise((wake) => setTimeout(wake, 300));
      continue;
    }
    if (result.state !== "none") { await renew(); say(result.state === "done" ? "Đã dựng xong." : result.state === "cancelled" ? "Đã dừng." : "Chưa dựng được: " + result.messages.join("; "), result.state === "failed"); }
    break;
  }
  watching = false;
}

function begin() {
  for (const one of document.querySelectorAll("[data-today]")) if (!one.value) { const day = new Date(); day.setMinutes(day.getMinutes() - day.getTimezoneOffset()); one.value = day.toISOString().slice(0, 10); }
  const card = document.querySelector("[data-build][data-running]");
  if (card) watch(card);
}
begin();
