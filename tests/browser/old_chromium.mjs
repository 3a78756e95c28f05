// Pages in a real old Chromium, as packages for servers still carry it:
//   node old_chromium.mjs '{"package": FOLDER or "binary": FILE, "pages": [ADDRESS …], "sizes": [[360, 640]], "shots": FOLDER}'
// Prints as JSON what each page showed.  The drivers of today do not speak to browsers of 2018: this
// one sends the few messages of the protocol that have not changed since.
import { createRequire } from "node:module";
import { spawn } from "node:child_process";
import { brotliDecompressSync } from "node:zlib";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(new URL("../tools/package.json", import.meta.url));
const WebSocket = require("ws");
const given = JSON.parse(process.argv[2]);
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", "--hide-scrollbars", "--disable-background-networking",
  "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", "about:blank"];
const scratch = mkdtempSync(join(tmpdir(), "old-chromium-"));

function unpacked(folder) {
  const [packed] = readdirSync(join(folder, "bin")).filter((name) => /^chromium.*\.br$/.test(name));
  const target = join(scratch, "chromium");
  writeFileSync(target, brotliDecompressSync(readFileSync(join(folder, "bin", packed))));
  chmodSync(target, 0o755);
  return target;
}

async function connected(binary) {
  const child = spawn(binary, [`--user-data-dir=${scratch}/profile`, ...ARGS], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise((found, failed) => {
    let said = "";
    child.stderr.on("data", (piece) => { said += piece; const at = said.match(/DevTools listening on (ws:\/\/\S+)/); if (at) found(at[1]); });
    child.on("exit", () => failed(new Error(`it did not start: ${said.slice(-400)}`)));
  });
  const { host } = new URL(address);
  const about = await (await fetch(`http://${host}/json/version`)).json();
  const target = (await (await fetch(`http://${host}/json/list`)).json()).find((one) => one.type === "page");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((open) => socket.on("open", open));
  const waiting = new Map(), heard = [];
  socket.on("message", (data) => {
    const told = JSON.parse(data);
    if (told.id) { waiting.get(told.id)(told); waiting.delete(told.id); } else heard.push(told);
  });
  let last = 0;
  const ask = (method, params = {}) => new Promise((done, failed) => {
    waiting.set(++last, (told) => told.error ? failed(new Error(`${method}: ${told.error.message}`)) : done(told.result));
    socket.send(JSON.stringify({ id: last, method, params }));
  });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception ? exceptionDetails.exception.description : exceptionDetails.text);
    return result.value;
  };
  return { child, ask, evaluate, heard, version: about.Browser };
}

// Runs in the page: whether it plays by its script or by the browser's own players, and whether all of it can be read.
const LOOK = `(async () => {
  const pause = (ms) => new Promise((next) => setTimeout(next, ms));
  const scripted = document.documentElement.className.includes("script-page");
  const shown = (one) => one.getClientRects().length > 0;
  const bar = document.getElementById("player");
  const players = [...document.querySelectorAll("audio")].filter(shown);
  const button = [...document.querySelectorAll("[data-play]")].find(shown);
  const audio = document.querySelector("article audio") || document.querySelector("audio");
  let heard = 0, marked = false;
  if (scripted && button) {
    button.click();
    for (let left = 80; left && heard < 0.4; left -= 1) { await pause(50); heard = document.querySelector("audio").currentTime; }
    marked = Boolean(document.querySelector(".s.now"));
    document.querySelector("audio").pause();
  } else if (players.length) {
    await players[0].play();
    for (let left = 80; left && heard < 0.4; left -= 1) { await pause(50); heard = players[0].currentTime; }
    players[0].pause();
  }
  // The page scrolls along with what is read: it is over when the end stays in sight
  for (let left = 40; left; left -= 1) {
    scrollTo(0, document.documentElement.scrollHeight);
    await pause(50);
    if (left < 36 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2) break;
  }
  const words = [...document.querySelectorAll("main p, main h1, main h2, main li, footer.colophon p")].filter(shown);
  const last = words[words.length - 1].getBoundingClientRect();
  const room = bar && shown(bar) ? bar.getBoundingClientRect().top : innerHeight;
  const controls = bar && shown(bar) ? [...bar.querySelectorAll("button, select, input")].filter(shown).map((one) => one.getBoundingClientRect()) : [];
  const crossing = controls.some((one, place) => controls.some((other, index) => index > place
    && one.left < other.right - 2 && other.left < one.right - 2 && one.top < other.bottom - 2 && other.top < one.bottom - 2));
  const gaps = [...document.querySelectorAll(".play, .save")].filter(shown).map((one) => {
    const parts = [...one.children].filter(shown).map((part) => part.getBoundingClientRect());
    return Math.min(...parts.slice(1).map((part, place) => part.left - parts[place].right));
  });
  return {
    scripted, heard, marked, players: players.length, bar: Boolean(bar && shown(bar)), end: last.bottom, room,
    wide: document.documentElement.scrollWidth - innerWidth, outside: controls.filter((one) => one.right > innerWidth + 1 || one.left < -1 || one.bottom > innerHeight + 1).length,
    crossing, title: bar && shown(bar) ? document.getElementById("what").getBoundingClientRect().width : innerWidth, gap: gaps.length ? Math.min(...gaps) : 0, words: document.querySelector("main").innerText.length,
  };
})()`;

const report = { pages: [] };
let browser = null;
try {
  browser = await connected(given.binary || unpacked(given.package));
  report.version = browser.version;
  const { ask, evaluate, heard } = browser;
  await ask("Page.enable");
  await ask("Runtime.enable");
  for (const [width, height] of given.sizes || [[360, 640]]) {
    await ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: true });
    for (const address of given.pages) {
      heard.length = 0;
      await ask("Page.navigate", { url: address });
      for (let left = 200; left && !heard.some((told) => told.method === "Page.loadEventFired"); left -= 1) await new Promise((next) => setTimeout(next, 50));
      const look = await evaluate(LOOK);
      const errors = heard.filter((told) => told.method === "Runtime.exceptionThrown").map((told) => told.params.exceptionDetails.exception ? told.params.exceptionDetails.exception.description : told.params.exceptionDetails.text);
      report.pages.push({ page: address.split("/").pop(), width, ...look, errors });
      if (given.shots) {
        await evaluate("scrollTo(0, 0)");
        const { data } = await ask("Page.captureScreenshot", { format: "png" });
        writeFileSync(join(given.shots, `${report.version.replace("/", "-")}-${width}-${address.split("/").pop()}.png`), Buffer.from(data, "base64"));
      }
    }
  }
  console.log(JSON.stringify(report));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  if (browser) {
    const ended = new Promise((done) => browser.child.once("exit", done));
    browser.child.kill("SIGKILL");
    await ended;
  }
  if (existsSync(scratch)) rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  process.exit(); // whatever still waits for an answer
}
