// Words with stacked marks in the place of every kind of text of a page, photographed:
//   node stacked_marks.mjs '{"folder": FOLDER, "pages": {NAME: ADDRESS, …}, "fonts": {NAME: ADDRESS, …}, "spoil": CSS}'
// As it stands (`-is.png`) and with nothing clipped (`-free.png`); in a book also at the upper edge of a page, where what
// stands above is cut (`-edge.png`), and whole (`-whole.png`).  The test compares the ink.
import { join } from "node:path";
import { started } from "./chromium.mjs";

const given = JSON.parse(process.argv[2]);
const WORDS = "ẨM ỄNH ỰA ỞNG ẴM ẾCH ẬỢ";
const KINDS = ["h1", "h2", "h3", "h4", "th", "td", "caption", "figcaption", "p", "p.lead", "li", "blockquote", ".contents a", ".section", ".issue a", "button.play", ".s.now"];
const AROUND = 8;
const ALONE = (kind) => `* { visibility: hidden !important; background: none !important; box-shadow: none !important; border-color: transparent !important; text-decoration: none !important }
  [data-probe="${kind}"], [data-probe="${kind}"] * { visibility: visible !important; color: #000 !important } html { background: #fff !important; color-scheme: light !important }`;
const UNCUT = "* { overflow: visible !important; clip: auto !important; clip-path: none !important; contain: none !important; -webkit-line-clamp: none !important }";
const { browser, close } = await started({ hideScrollbars: true });

async function opened(address, face) {
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  await page.setViewport({ width: 360, height: 740, deviceScaleFactor: 2 });
  await page.goto(address, { waitUntil: "load" });
  if (given.spoil) await page.addStyleTag({ content: given.spoil });
  await page.addStyleTag({ content: "img, svg { visibility: hidden !important } * { transition: none !important; animation: none !important }" });
  if (face) {
    await page.evaluate(async (face, source) => { document.fonts.add(await new FontFace(face, `url(${source})`).load()); }, face, given.fonts[face]);
    await page.addStyleTag({ content: `* { font-family: ${face} !important }` });
  }
  const kinds = await page.evaluate((kinds, words) => {
    const sentence = document.querySelector(".s");
    if (sentence) sentence.classList.add("now");
    const unseen = (one) => one && one !== document.documentElement && (getComputedStyle(one).position === "absolute" || getComputedStyle(one).clip !== "auto" || unseen(one.parentElement));
    return kinds.filter((kind) => {
      const one = [...document.querySelectorAll(kind)].find((each) => !each.dataset.probe && each.textContent.trim() && each.getClientRects().length && !unseen(each));
      if (!one) return false;
      one.dataset.probe = kind;
      const inner = one.querySelector("bdi, span.s, span[id]") || one;
      inner.textContent = words;
      return true;
    });
  }, KINDS, WORDS);
  return { page, kinds };
}
async function shot(page, kind, path) {
  const alone = await page.addStyleTag({ content: ALONE(kind) });
  const clip = await page.evaluate((kind, around) => {
    const one = document.querySelector(`[data-probe="${kind}"]`);
    const { top, height } = one.getBoundingClientRect();
    return { x: 0, y: Math.max(0, Math.floor(top + scrollY) - around), width: 360, height: Math.ceil(height) + 2 * around };
  }, kind, AROUND);
  await page.screenshot({ clip, path });
  await alone.evaluate((one) => one.remove());
}
// What a reader does behind a page's end: margins are dropped, padding stays.  A cell keeps its table.
function atTheEdge(page, kind) {
  return page.evaluate((kind) => {
    const one = document.querySelector(`[data-probe="${kind}"]`);
    const whole = one.closest("table") || one;
    document.body.replaceChildren(whole);
    for (const each of [document.documentElement, document.body, whole, one]) each.style.marginTop = "0";
    for (const row of whole.querySelectorAll("tr, caption")) if (!row.contains(one) && !one.contains(row)) row.remove();
    document.body.style.paddingTop = "0";
  }, kind);
}
async function edge(address, face, kind, name) {
  const { page } = await opened(address, face);
  await page.addStyleTag({ content: ALONE(kind) });
  await atTheEdge(page, kind);
  await page.screenshot({ clip: { x: 0, y: 0, width: 360, height: 300 }, path: `${name}-edge.png` });
  await page.evaluate(() => { document.body.style.paddingTop = "40px"; });
  await page.screenshot({ clip: { x: 0, y: 0, width: 360, height: 340 }, path: `${name}-whole.png` });
  await page.close();
}
try {
  for (const [place, address] of Object.entries(given.pages)) {
    for (const face of ["", ...Object.keys(given.fonts)]) {
      const { page, kinds } = await opened(address, face);
      const name = (kind) => join(given.folder, `${place}_${face || "own"}_${kind.replace(/[^a-z0-9]+/g, "-")}`);
      for (const kind of kinds) await shot(page, kind, `${name(kind)}-is.png`);
      await page.addStyleTag({ content: UNCUT });
      for (const kind of kinds) await shot(page, kind, `${name(kind)}-free.png`);
      await page.close();
      for (const kind of place === "book" ? kinds : []) await edge(address, face, kind, name(kind));
    }
  }
} finally {
  await close();
}
