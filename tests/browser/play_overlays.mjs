// A reading system (foliate-js) plays a talking book in Chromium: node play_overlays.mjs BOOK.epub SHORT_PAGE
// Prints, as JSON, for each page of the book which element was highlighted at what place of the sound: the page named
// SHORT_PAGE from its beginning to its end at normal speed, of every other page its first, middle and last clip.
import { createServer } from "node:http";
import { createReadStream, existsSync } from "node:fs";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { started } from "./chromium.mjs";

const tools = new URL("../tools/package.json", import.meta.url);
const reader = fileURLToPath(new URL("node_modules/foliate-js/", tools));
const [book, shortPage] = process.argv.slice(2);
const TYPES = { html: "text/html", js: "text/javascript", epub: "application/epub+zip" };
const PAGE = "<!DOCTYPE html><meta charset=utf-8><body style='margin:0;height:100vh'><script type=module>import '/view.js'; window.ready = true</script>";

const server = createServer((request, response) => {
  const name = normalize(new URL(request.url, "http://local").pathname);
  const path = name === "/book.epub" ? book : join(reader, name);
  if (name === "/") return response.writeHead(200, { "content-type": TYPES.html }).end(PAGE);
  if (!existsSync(path)) return response.writeHead(name === "/favicon.ico" ? 204 : 404).end();
  response.writeHead(200, { "content-type": TYPES[path.split(".").pop()] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const { browser, close } = await started({ protocolTimeout: 150_000 });

// Runs in the page.  What is recorded is the page itself, a frame at a time: the element that carries the active class,
// and where the sound is at that moment.
async function play(shortPage) {
  let sound = null;
  const Original = window.Audio;
  window.Audio = class extends Original {
    constructor(...given) { super(...given); sound = this; }
    play() { return this.begun = super.play(); }
  };
  // Where a machine is busy a sound may be asked for and not there yet: to pause it then would be an error of our own
  const pause = async () => { await sound?.begun?.catch(() => {}); sound?.pause(); };
  const view = document.createElement("foliate-view");
  document.body.append(view);
  const blob = await (await fetch("/book.epub")).blob();
  await view.open(new File([blob], "book.epub", { type: "application/epub+zip" }));
  const active = view.book.media.activeClass;
  // foliate-js 1.0.1 looks for the page it shows with `x.index = n`, which never finds the first: there is one, so take it
  const contents = view.renderer.getContents.bind(view.renderer);
  view.renderer.getContents = () => Object.assign(contents(), { find: () => contents()[0] });
  let wanted = null;
  view.mediaOverlay.addEventListener("highlight", (event) => { wanted = event.detail; });
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const lit = () => {
    for (const { doc } of view.renderer.getContents()) {
      const found = [...doc.getElementsByClassName(active)].at(-1);
      if (found) return { id: found.id, background: doc.defaultView.getComputedStyle(found).backgroundColor };
    }
    return null;
  };
  const report = [];
  for (const [index, section] of view.book.sections.entries()) {
    if (!section.mediaOverlay) continue;
    const name = section.id.split("/").pop();
    const marks = [];
    let items = [];
    const record = async (until) => {
      let last = "";
      const patience = performance.now() + 30_000 + 1000 * (items.at(-1)?.end ?? 0);
      while (performance.now() < patience) {
        await frame();
        // A player's own clock ticks four times a second; this one is looked at as often as the screen is drawn
        if (sound && !sound.paused) sound.dispatchEvent(new Event("timeupdate"));
        const now = lit();
        const key = wanted?.text;
        if (now && key && now.id === key.split("#")[1] && key !== last && sound && !sound.paused) {
          last = key;
          marks.push({ id: now.id, begin: wanted.begin, end: wanted.end, at: sound.currentTime, background: now.background });
        }
        if (until(key)) return;
      }
    };
    await view.goTo(index);
    while (view.renderer.getContents()[0]?.index !== index) await frame();
    if (name === shortPage) {
      wanted = null;
      await view.mediaOverlay.start(index, (one, place, all) => { items = all; return place === 0; });
      await record((key) => (key && !key.startsWith(section.id)) || (marks.length >= items.length && sound.paused));
    } else {
      const places = await new Promise((found) => view.mediaOverlay.start(index, (one, place, all) => {
        items = all;
        found([...new Set([0, Math.floor(all.length / 2), all.length - 1])]);
        return false;
      }));
      for (const chosen of places) {
        const id = items[chosen].text.split("#")[1];
        // A busy machine can take longer to show a page than its first clip sounds: then the clip is looked for again
        for (let left = 3; left > 0; left -= 1) {
          wanted = null;
          const before = marks.length;
          await view.mediaOverlay.start(index, (one, place) => place === chosen);
          await record(() => marks.length > before);
          await sound?.begun?.catch(() => {});
          view.mediaOverlay.stop?.();
          await pause();
          if (left === 1 || marks.at(-1)?.id === id) break;
          marks.length = before;
        }
      }
    }
    report.push({ page: name, whole: name === shortPage, clips: items.map((one) => ({ id: one.text.split("#")[1], begin: one.begin })), marks });
    if (name === shortPage) await pause();
  }
  return report;
}

const errors = [];
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 400, height: 740 });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: "load" });
  await page.waitForFunction(() => window.ready);
  console.log(JSON.stringify({ pages: await page.evaluate(play, shortPage), errors }));
} finally {
  await close();
  server.close();
}
