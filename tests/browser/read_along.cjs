// Plays a page of a talking book in a second reading system, Readium's streamer with the reader of D.I.T.A.:
//   node read_along.cjs BOOK.epub PAGE.xhtml SECONDS
// Prints as JSON each element that was lit, with its colour and where the sound was at that moment.
const { createRequire } = require("node:module");
const { dirname, join, resolve } = require("node:path");
const { createServer } = require("node:net");

const tools = createRequire(join(__dirname, "../tools/readers/package.json"));
const { Server } = tools("r2-streamer-js/dist/es8-es2017/src/http/server");
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = tools("r2-shared-js/dist/es8-es2017/src/init-globals");
const express = tools("express");
const [book, page, seconds] = process.argv.slice(2);
initGlobalConverters_SHARED();
initGlobalConverters_GENERIC();

const READER = (manifest) => `<!DOCTYPE html><meta charset=utf-8><link rel=stylesheet href="/reader/reader.css"><body style="margin:0">
<div id="D2Reader-Container"><main tabindex=-1 id="iframe-wrapper" style="height:100vh"><div id="reader-loading"></div><div id="reader-error"></div></main></div>
<script src="/reader/reader.js"></script><script>D2Reader.load({
  url: new URL(${JSON.stringify(manifest)}), injectables: [], injectablesFixed: [], useLocalStorage: false, attributes: { margin: 0 }, userSettings: {}, api: {},
  rights: { enableMediaOverlays: true, enableTTS: false, autoGeneratePositions: false },
  mediaOverlay: { playing: true, autoTurn: false, autoScroll: true, wait: 50, rate: 1, volume: 1 },
}).then((reader) => { window.reader = reader; }, (error) => { window.failed = String(error); });</script>`;

// Runs in the page: what is lit, at every frame.
function watch(named) {
  window.marks = [];
  const look = () => {
    for (const frame of document.querySelectorAll("iframe")) {
      const inside = frame.contentDocument;
      const lit = inside && inside.querySelector("[id].-epub-media-overlay-active");
      const last = window.marks[window.marks.length - 1];
      if (lit && (!last || last.id !== lit.id)) {
        window.marks.push({ id: lit.id, at: window.reader.mediaOverlayModule.audioElement.currentTime, background: inside.defaultView.getComputedStyle(lit).backgroundColor });
      }
    }
    requestAnimationFrame(look);
  };
  look();
  const href = window.reader.navigator.publication.readingOrder.map((one) => one.Href).find((one) => one.endsWith(named));
  return window.reader.goTo({ href, locations: { progression: 0 }, title: "" });
}

async function freePort() {
  const probe = createServer().listen(0);
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

(async () => {
  const server = new Server({ disableDecryption: true, disableOPDS: true, disableReaders: true, disableRemotePubUrl: true, maxPrefetchLinks: 0 });
  const [manifest] = server.addPublications([resolve(book)]);
  const port = await freePort();
  const home = `http://127.0.0.1:${port}`;
  server.expressUse("/reader", express.static(dirname(tools.resolve("@d-i-t-a/reader/dist/reader.css"))));
  server.expressGet(["/read.html"], (_, response) => response.type("html").send(READER(home + manifest)));
  await server.start(port, false);
  const { started } = await import("./chromium.mjs");
  const { browser, close } = await started({});
  try {
    const tab = await browser.newPage();
    await tab.setViewport({ width: 420, height: 760 });
    await tab.goto(`${home}/read.html`);
    await tab.waitForFunction(() => window.reader || window.failed, { timeout: 60_000 });
    const failed = await tab.evaluate(() => window.failed);
    if (failed) throw new Error(failed);
    await tab.evaluate(watch, page);
    await tab.waitForFunction((named) => [...document.querySelectorAll("iframe")].some((one) => one.contentDocument && one.contentDocument.readyState === "complete"
      && window.reader.navigator.currentChapterLink.href.endsWith(named)), { timeout: 60_000 }, page);
    await tab.evaluate(() => { window.marks = []; window.reader.startReadAlong(); });
    await new Promise((over) => setTimeout(over, Number(seconds) * 1000));
    console.log(JSON.stringify(await tab.evaluate(() => window.marks)));
  } finally {
    await close();
  }
})().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
