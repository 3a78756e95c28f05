// Takes the pictures of docs/look.md: node look.mjs FOLDER DESK_ADDRESS EDITION NAME=ADDRESS …
// Each page at three widths, light and dark, as NAME-WIDTH-SCHEME.png; make_look.py lays them side by side.
import { join } from "node:path";
import { started } from "../tests/browser/chromium.mjs";

const [folder, desk, edition, ...named] = process.argv.slice(2);
const SIZES = [[360, 740], [768, 900], [1280, 900]];
const { browser, close } = await started({ hideScrollbars: true });
const context = async (page, width, height, scheme, isMobile) => {
  await page.setViewport({ width, height, isMobile: isMobile && width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
};
// The first article plays, so that the bar and the marked sentence are seen.
const play = async (page) => {
  await page.evaluate(() => document.querySelectorAll("article [data-t]")[6].click());
  await page.waitForFunction(() => document.querySelector(".s.now"));
};
try {
  const page = await browser.newPage();
  await page.goto(desk, { waitUntil: "load" }); // the key in the address becomes a cookie
  const origin = new URL(desk).origin;
  const pages = [...named.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
    ["desk", `${origin}/e/${edition}/`], ["desk-article", `${origin}/e/${edition}/a/1`]];
  for (const [name, address] of pages) {
    for (const [width, height] of SIZES) {
      for (const scheme of ["light", "dark"]) {
        await context(page, width, height, scheme, name !== "book"); // a book's page is never given a telephone's window
        await page.goto(address, { waitUntil: "networkidle0" });
        if (name === "article") await play(page);
        await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) });
        if (name === "article") await page.evaluate(() => document.querySelector("audio").pause());
      }
    }
  }
} finally {
  await close();
}
