// Which words of a book a paged reader can show: node reach_words.mjs foliate|epubjs|readium BOOK.epub WIDTH HEIGHT
// Prints, as JSON, for each page of the spine: how many letters it has, the words on no column of the reader's page or hidden by
// a box that clips them, figures that did not load or are higher than a page, and numbers that are broken over two lines.
import { createServer } from "node:http";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { started } from "./chromium.mjs";

const tools = new URL("../tools/package.json", import.meta.url);
const modules = fileURLToPath(new URL("node_modules/", tools));
const [reader, book, width, height] = process.argv.slice(2);
const TYPES = { html: "text/html", js: "text/javascript", epub: "application/epub+zip", xhtml: "application/xhtml+xml", css: "text/css", jpg: "image/jpeg", png: "image/png" };
// Readium's apps show a page of the book as it is, between two sheets of Readium CSS, in columns as wide as the window.
const READIUM = "/@readium/css/css/dist/ReadiumCSS";
const inside = reader === "readium" ? await createRequire(tools)("jszip").loadAsync(readFileSync(book)) : null;
async function ofTheBook(name) {
  const content = await inside.file(name).async("nodebuffer");
  if (!name.endsWith(".xhtml")) return content;
  const sheet = (which) => `<link rel="stylesheet" type="text/css" href="${READIUM}-${which}.css"/>`;
  return content.toString().replace("<head>", `<head>${sheet("before")}`).replace("</head>", `${sheet("after")}</head>`)
    .replace("<html ", '<html style="--RS__pageGutter: 20px" ');
}
const SCRIPTS = {
  foliate: "<script type=module>import '/foliate-js/view.js'; window.ready = true</script>",
  epubjs: "<script src=/jszip/dist/jszip.min.js></script><script src=/epubjs/dist/epub.js></script><div id=area style='width:100vw;height:100vh'></div><script>window.ready = true</script>",
};
const PAGE = `<!DOCTYPE html><meta charset=utf-8><body style='margin:0;height:100vh'>${SCRIPTS[reader]}`;

const server = createServer((request, response) => {
  const name = normalize(new URL(request.url, "http://local").pathname);
  const path = name === "/book.epub" ? book : join(modules, name);
  if (inside && inside.file(name.slice(1))) {
    ofTheBook(name.slice(1)).then((content) => response.writeHead(200, { "content-type": TYPES[name.split(".").pop()] ?? "application/octet-stream" }).end(content));
    return;
  }
  if (name === "/") return response.writeHead(200, { "content-type": TYPES.html }).end(PAGE);
  if (!existsSync(path)) return response.writeHead(name === "/favicon.ico" ? 204 : 404).end();
  response.writeHead(200, { "content-type": TYPES[path.split(".").pop()] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const { browser, close } = await started();

// Runs in the page, with the document of one page of the book as the reader laid it out.
function judge(doc) {
  const view = doc.defaultView;
  const wide = Math.max(view.innerWidth, doc.documentElement.scrollWidth), high = view.innerHeight;
  const clipping = (element) => {
    const found = [];
    for (let one = element; one && one !== doc.body; one = one.parentElement) {
      if (view.getComputedStyle(one).overflowX !== "visible" || view.getComputedStyle(one).clipPath !== "none") found.push(one);
    }
    return found;
  };
  const inside = (rect, box) => rect.left >= box.left - 1 && rect.right <= box.right + 1 && rect.top >= box.top - 1 && rect.bottom <= box.bottom + 1;
  // The head of a table whose rows are blocks: its words stand before each figure instead
  const standsElsewhere = (element) => {
    const head = element.closest("thead");
    return head && view.getComputedStyle(head).position === "absolute" && head.closest("table").querySelector("[data-column]");
  };
  const lost = [], broken = [];
  let letters = 0;
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || view.getComputedStyle(node.parentElement).display === "none" || node.parentElement.closest("[hidden]")) continue;
    const boxes = clipping(node.parentElement);
    for (const found of node.data.matchAll(/\S+/g)) {
      letters += found[0].length;
      const range = doc.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const shown = rects.length && rects.every((rect) => rect.left >= -1 && rect.right <= wide + 1 && rect.top >= -1 && rect.bottom <= high + 1
        && boxes.every((box) => inside(rect, box.getBoundingClientRect())));
      if (!shown && !standsElsewhere(node.parentElement)) lost.push(found[0]);
      if (/^\d[\d.,]*$/.test(found[0]) && new Set(rects.map((rect) => Math.round(rect.top))).size > 1) broken.push(found[0]);
    }
  }
  const figures = [...doc.images].filter((image) => !image.complete || !image.naturalWidth
    || image.getBoundingClientRect().height > high || image.getBoundingClientRect().height < 20).map((image) => image.getAttribute("src"));
  return { letters, lost, broken, figures, pictures: doc.images.length };
}

const settled = `const frames = (count) => new Promise((done) => { const next = () => count-- ? requestAnimationFrame(next) : done(); next(); });`;
const READERS = {
  foliate: `${settled}
    const view = document.createElement("foliate-view");
    document.body.append(view);
    const blob = await (await fetch("/book.epub")).blob();
    await view.open(new File([blob], "book.epub", { type: "application/epub+zip" }));
    const report = [];
    for (const [index, section] of view.book.sections.entries()) {
      await view.goTo(index);
      while (view.renderer.getContents()[0]?.index !== index) await frames(1);
      await view.renderer.getContents()[0].doc.fonts.ready;
      await frames(4);
      report.push({ page: section.id.split("/").pop(), ...judge(view.renderer.getContents()[0].doc) });
    }
    return report;`,
  epubjs: `${settled}
    const book = ePub("/book.epub", { openAs: "epub" });
    const rendition = book.renderTo("area", { width: innerWidth, height: innerHeight, flow: "paginated", allowScriptedContent: false });
    await book.ready;
    const report = [];
    for (const section of book.spine.spineItems) {
      await rendition.display(section.href);
      await frames(10);
      const contents = rendition.getContents().find((one) => one.sectionIndex === section.index);
      report.push({ page: section.href.split("/").pop(), ...judge(contents.document) });
    }
    return report;`,
};
const errors = [];
try {
  const page = await browser.newPage();
  await page.setViewport({ width: Number(width), height: Number(height) });
  page.on("pageerror", (error) => errors.push(error.message));
  const home = `http://127.0.0.1:${server.address().port}/`;
  const pages = [];
  if (inside) {
    const spine = inside.file("EPUB/content.opf") && await inside.file("EPUB/content.opf").async("string");
    for (const [, id] of spine.matchAll(/<itemref idref="([^"]+)"/g)) {
      const [, href] = spine.match(new RegExp(`<item id="${id}" href="([^"]+)"`));
      await page.goto(`${home}EPUB/${href}`, { waitUntil: "load" });
      pages.push({ page: href.split("/").pop(), ...await page.evaluate(`(async () => { ${judge}; await document.fonts.ready; return judge(document); })()`) });
    }
  } else {
    await page.goto(home, { waitUntil: "load" });
    await page.waitForFunction(() => window.ready);
    pages.push(...await page.evaluate(`(async () => { ${judge}; ${READERS[reader]} })()`));
  }
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  console.log(JSON.stringify({ pages, errors }));
} finally {
  await close();
  server.close();
}
