// Drives a real Chromium over the listening pages and prints what it saw as JSON: { scenario: { … } }.
//   node drive.mjs '{"file": …, "http": …, "own": …, "long": …, "share": …, "hostile": …, "archive": …, "opds": …, "allowed": […]}'
// Nothing is judged here except that a scenario came to its end; the tests do that.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { started } from "./chromium.mjs";

const require = createRequire(new URL("../tools/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const given = JSON.parse(process.argv[2]);
const { browser, close } = await started({ executablePath: given.chromium });
const seen = {};
const troubles = [];
const strangers = [];

async function open(address, { width = 360, height = 740, scheme = "light", script = true } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width, height, isMobile: width < 500, hasTouch: width < 500 });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
  page.on("console", (line) => { if (["error", "warn"].includes(line.type())) troubles.push(`${address}: ${line.text()}`); });
  page.on("pageerror", (error) => troubles.push(`${address}: ${error.message}`));
  page.on("dialog", (dialog) => { troubles.push(`${address}: dialog`); dialog.dismiss(); });
  page.on("request", (request) => { if (!given.allowed.some((start) => request.url().startsWith(start))) strangers.push(request.url()); });
  await page.goto(address, { waitUntil: "load" });
  return page;
}
const heard = (page, seconds) => page.waitForFunction((at) => {
  const audio = document.querySelector("audio");
  return !audio.paused && audio.currentTime > at;
}, {}, seconds);
const state = (page) => page.evaluate(() => {
  const audio = document.querySelector("audio");
  const now = document.querySelector(".s.now");
  return {
    at: audio.currentTime, paused: audio.paused, rate: audio.playbackRate, src: (audio.getAttribute("src") || "").slice(0, 60),
    title: document.getElementById("what").textContent, now: now && now.id, starts: now && now.dataset.t,
    hint: document.getElementById("hint").textContent, focus: document.activeElement.id,
    media: navigator.mediaSession.metadata && navigator.mediaSession.metadata.title,
  };
});
// Every change of the marked sentence with the sound's own time, until so many were seen.  `frame` is how much of the
// sound went by while the machine drew nothing: no page can mark a sentence between two frames.
const follow = (page, changes) => page.evaluate((wanted) => new Promise((done) => {
  const audio = document.querySelector("audio");
  const list = [];
  let last = null;
  let drawn = performance.now();
  const look = () => {
    const frame = (performance.now() - drawn) / 1000 * audio.playbackRate;
    drawn = performance.now();
    const now = document.querySelector(".s.now");
    if (now && now !== last) {
      last = now;
      const box = now.getBoundingClientRect();
      list.push({ id: now.id, frame, at: audio.currentTime, start: Number(now.dataset.t.split(" ")[0]) / 1000, top: box.top, bottom: box.bottom, room: document.getElementById("player").getBoundingClientRect().top });
    }
    if (list.length >= wanted) done(list); else requestAnimationFrame(look);
  };
  look();
}), changes);

async function listening(address) {
  const page = await open(address);
  await page.click(".play.all");
  await heard(page, 0.3);
  const first = await state(page);
  await page.select("#speed", "1.5");
  const followed = await follow(page, 3);
  await page.click("#next");
  await heard(page, 0.2);
  const second = await state(page);
  await page.evaluate(() => document.querySelectorAll("#bai-2 [data-t]")[3].scrollIntoView({ block: "center" }));
  // Where the sound was sent, at that moment: on a busy machine it has played on before anybody can ask
  await page.evaluate(() => { const audio = document.querySelector("audio"); audio.addEventListener("seeking", () => { window.sent = audio.currentTime; }); });
  await page.tap("#bai-2 p [data-t]");
  await page.waitForFunction(() => window.sent !== undefined && !document.querySelector("audio").seeking && document.querySelector(".s.now"));
  const tapped = { ...await state(page), at: await page.evaluate(() => window.sent) };
  const wanted = await page.evaluate(() => Number(document.querySelector("#bai-2 p [data-t]").dataset.t.split(" ")[0]) / 1000);
  await page.select("#speed", "1.25");
  const fast = await state(page);
  await page.click("#toggle");
  const stopped = await state(page);
  await page.click("#back");
  await page.waitForFunction(() => !document.querySelector("audio").seeking);
  const back = await state(page);
  await page.evaluate(() => { const seek = document.getElementById("seek"); seek.value = String(Number(seek.max) - 8); seek.dispatchEvent(new Event("input")); });
  await page.click("#toggle");
  await page.waitForFunction((title) => document.getElementById("what").textContent !== title, {}, back.title);
  await heard(page, 0.1);
  const third = await state(page);
  await page.close();
  return { first, followed, second, tapped, wanted, fast, stopped, back, third };
}

async function remembering(address) {
  const page = await open(address);
  await page.click("[data-play='bai-2'].round");
  await heard(page, 0.1);
  await page.evaluate(() => document.querySelectorAll("#bai-2 [data-t]")[6].click());
  await page.waitForFunction(() => !document.querySelector("audio").seeking);
  await page.click("#toggle");
  await page.click("#more");
  await page.click("[data-size='large']");
  await page.select("#speed", "1.25");
  const before = await state(page);
  await page.reload({ waitUntil: "load" });
  const after = await state(page);
  const large = await page.evaluate(() => document.documentElement.classList.contains("size-large"));
  await page.click("#toggle");
  await heard(page, before.at);
  const resumed = await state(page);
  await page.close();
  return { before, after, large, resumed };
}

async function keys(address) {
  const page = await open(address, { width: 1280, height: 900 });
  const walked = [];
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    const id = await page.evaluate(() => document.activeElement.id);
    if (id) walked.push(id);
    if (id === "toggle") break;
  }
  await page.keyboard.press("Enter");
  await heard(page, 0.1);
  const started = await state(page);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Space");
  const paused = await state(page);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => !document.querySelector("audio").seeking);
  const moved = await state(page);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => !document.querySelector("audio").seeking);
  const returned = await state(page);
  await page.keyboard.down("Shift");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.up("Shift");
  await heard(page, 0.1);
  const next = await state(page);
  const names = await page.evaluate(() => [...document.querySelectorAll("button, a, select, input, audio")].filter((one) => one.checkVisibility() && !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.length)).map((one) => one.outerHTML));
  await page.close();
  return { walked, started, paused, moved, returned, next, nameless: names };
}

async function alone(address) {
  const page = await open(address);
  await page.click("[data-play]");
  await heard(page, 0.3);
  const playing = await state(page);
  const followed = await follow(page, 2);
  await page.evaluate(() => document.querySelectorAll("article [data-t]")[8].click());
  await page.waitForFunction(() => !document.querySelector("audio").seeking);
  const sought = await state(page);
  await page.close();
  return { playing, followed, sought };
}

async function long(address) {
  const page = await open(address);
  await page.click("[data-play='bai-2']");
  await heard(page, 0.1);
  const list = await state(page);
  await Promise.all([page.waitForNavigation(), page.click("#bai-2 .entry a")]);
  const own = page.url();
  await page.click("[data-play]");
  await heard(page, 0.1);
  await Promise.all([page.waitForNavigation(), page.click("#next")]);
  await heard(page, 0.1);
  const after = { ...await state(page), url: page.url() };
  await page.close();
  return { list, own, after };
}

async function plain(address) {
  const page = await open(address, { script: false });
  const box = await page.$$eval("article audio", (all) => all.map((one) => ({ shown: one.checkVisibility(), controls: one.controls, src: one.getAttribute("src").slice(0, 40) })));
  const bar = await page.$eval("#player", (one) => one.checkVisibility());
  const words = await page.$eval("main", (one) => one.innerText.length);
  await page.close();
  return { box, bar, words };
}

async function accessible(address, ...ways) {
  const found = [];
  for (const [width, scheme] of ways) {
    const page = await open(address, { width, height: 800, scheme });
    if (await page.$("#more")) await page.click("#more");
    if (await page.$("article [data-t]")) await page.evaluate(() => document.querySelectorAll("article [data-t]")[2].click());
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const one of result.violations) found.push(`${width} ${scheme} ${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.failureSummary.slice(0, 200)}`).join(" | ")}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${width} ${scheme}: ${wide} pixels too wide`);
    await page.close();
  }
  return found;
}

async function linked(address) {
  const page = await open(`${address}#bai-3`);
  const found = await page.evaluate(() => ({ ready: document.getElementById("what").getAttribute("href"), top: document.getElementById("bai-3").getBoundingClientRect().top }));
  await page.close();
  return found;
}

// What a finger, a reader of links and a screen too narrow for a table find.
async function touched(...addresses) {
  const small = [];
  for (const address of addresses) {
    const page = await open(address);
    if (await page.$("#more")) await page.click("#more");
    small.push(...await page.evaluate(() => [...document.querySelectorAll("a, button, select, input")].filter((one) => one.checkVisibility() && !one.matches(".skip, [tabindex='-1']")).map((one) => {
      const box = one.getBoundingClientRect();
      const around = getComputedStyle(one, "::after");
      const reach = around.position === "absolute" && around.content !== "none" ? parseFloat(around.height) : 0;
      return { name: one.outerHTML.slice(0, 90), width: Math.max(box.width, reach), height: Math.max(box.height, reach) };
    }).filter((one) => one.height < (document.querySelector("#seek") && one.name.includes("seek") ? 24 : 40) || one.width < 24)));
    await page.close();
  }
  return small;
}
async function passedOn(address) {
  const page = await browser.newPage();
  await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true });
  await page.evaluateOnNewDocument(() => { navigator.share = (what) => { window.sent = what; return Promise.resolve(); }; });
  await page.goto(address, { waitUntil: "load" });
  const button = await page.$("#bai-2 .share");
  const shown = await button.evaluate((one) => one.checkVisibility());
  if (shown) await button.click();
  const sent = await page.evaluate(() => window.sent || null);
  await page.close();
  return { shown, sent };
}
async function tables(address) {
  const page = await open(address);
  const seen = [];
  for (const width of [1280, 360, 180]) {
    await page.setViewport({ width, height: 700 });
    await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))));
    seen.push(...await page.$$eval(".wide", (all) => all.map((box) => {
      box.scrollLeft = 999;
      const first = box.querySelector("tbody tr > :first-child"), last = box.querySelector("tbody tr > :last-child");
      return {
        wide: box.scrollWidth > box.clientWidth + 1, told: box.previousElementSibling.checkVisibility(),
        stays: Math.abs(first.getBoundingClientRect().left - box.getBoundingClientRect().left) < 2,
        right: getComputedStyle(last).textAlign,
      };
    })));
  }
  await page.close();
  return seen;
}
// What a phone loads before anything is played.
async function weighed(address) {
  const page = await browser.newPage();
  await page.setViewport({ width: 360, height: 740, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  const loaded = [];
  page.on("response", (response) => loaded.push(response.buffer().then((bytes) => bytes.length, () => 0)));
  await page.goto(address, { waitUntil: "networkidle0" });
  const bytes = (await Promise.all(loaded)).reduce((sum, one) => sum + one, 0);
  await page.close();
  return bytes;
}
// A telephone with keys, and a page at four times its size: the open bar leaves its own controls in sight.
async function narrow(address) {
  const seen = [];
  for (const [width, height] of [[240, 320], [320, 256]]) {
    const page = await open(address, { width, height });
    await page.click("#more");
    seen.push(await page.evaluate(() => {
      const boxes = [...document.querySelectorAll("#player .buttons button, #player .speed select, #seek, #what")].map((one) => one.getBoundingClientRect());
      const options = document.getElementById("options");
      return {
        outside: boxes.filter((one) => one.top < 0 || one.left < -1 || one.bottom > innerHeight + 1 || one.right > innerWidth + 1).length,
        reached: options.scrollHeight <= options.clientHeight || getComputedStyle(options).overflowY === "auto", room: options.clientHeight,
        wide: document.documentElement.scrollWidth - innerWidth,
      };
    }));
    await page.close();
  }
  return seen;
}
// Colours that the system forces: what is read must be told by more than a colour.
async function forced(address) {
  const page = await open(address);
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  await page.evaluate(() => document.querySelectorAll("article [data-t]")[3].click());
  await page.waitForFunction(() => document.querySelector(".s.now"));
  const seen = await page.evaluate(() => ({ mark: getComputedStyle(document.querySelector(".s.now")).outlineStyle, line: getComputedStyle(document.getElementById("seek")).appearance }));
  await page.close();
  return seen;
}
async function skipped(address) {
  const page = await open(address, { width: 1280, height: 900 });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const place = await page.evaluate(() => location.hash);
  await page.keyboard.press("Tab");
  const next = await page.evaluate(() => { const one = document.activeElement; return { inside: Boolean(one.closest("#bai-1")), text: one.textContent.trim().slice(0, 40) }; });
  await page.close();
  return { place, next };
}

async function hostile(address) {
  const page = await open(address);
  const result = await page.evaluate((words) => ({
    title: document.title, scripts: document.scripts.length, shown: words.every((one) => document.body.textContent.includes(one)),
  }), given.words);
  await page.close();
  return result;
}

async function paper(address) {
  const page = await open(address, { width: 1280, height: 900 });
  const file = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  await page.setViewport({ width: 673, height: 1009 });
  await page.emulateMediaType("print");
  const cut = await page.$eval(".contents", (one) => one.scrollHeight - one.clientHeight);
  await page.close();
  return { sheets: (file.match(/\/Type\s*\/Page[^s]/g) || []).length, cut };
}

async function library() {
  const module = readFileSync(require.resolve("foliate-js/opds.js"), "utf-8");
  const page = await browser.newPage();
  await page.setContent("<!DOCTYPE html><title>x</title>");
  await page.addScriptTag({ type: "module", content: `${module}\nwindow.opds = { getFeed, isOPDSCatalog, REL };` });
  await page.waitForFunction(() => window.opds);
  const result = await page.evaluate((text) => {
    const feed = window.opds.getFeed(new DOMParser().parseFromString(text, "application/xml"));
    return {
      title: feed.metadata.title,
      books: feed.publications.map((one) => ({
        title: one.metadata.title, language: one.metadata.language, links: one.links, images: one.images,
      })),
    };
  }, readFileSync(given.opds, "utf-8"));
  await page.close();
  return result;
}

const spent = {};
try {
  for (const [name, run] of [
    ["file", () => listening(given.file)], ["http", () => listening(given.http)], ["remembered", () => remembering(given.http)],
    ["keys", () => keys(given.http)], ["alone", () => alone(given.share)], ["long", () => long(given.long)], ["plain", () => plain(given.http)],
    ["axe", async () => ({
      sample: await accessible(given.file, [360, "light"], [1280, "dark"]),
      page: await accessible(given.http, [360, "dark"], [1280, "light"]),
      share: await accessible(given.share, [360, "light"]),
      list: await accessible(given.long, [360, "dark"]),
      archive: await accessible(given.archive, [360, "light"], [1280, "dark"]),
    })],
    ["linked", () => linked(given.http)], ["touch", async () => ({
      small: await touched(given.http, given.own, given.long, given.archive, given.share),
      sent: { web: await passedOn(given.http), disk: await passedOn(given.file) },
      tables: await tables(given.file), skipped: await skipped(given.http), narrow: await narrow(given.http), forced: await forced(given.http),
    })], ["weight", async () => {
      const weights = {};
      for (const address of given.weigh) weights[address.split("/").pop()] = await weighed(address);
      return weights;
    }], ["hostile", () => hostile(given.hostile)], ["paper", async () => ({ file: await paper(given.file), http: await paper(given.http), long: await paper(given.long) })], ["library", library],
  ]) {
    if (given.only && !given.only.includes(name)) continue;
    const begun = performance.now();
    try { seen[name] = await run(); } catch (error) { seen[name] = { failed: String(error.stack) }; }
    spent[name] = Math.round(performance.now() - begun);
  }
} finally {
  await close();
}
console.log(JSON.stringify({ ...seen, troubles, strangers, spent }));
