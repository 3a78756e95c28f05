// Pictures of pages as phones and desks show them: node screenshots.mjs OUT_FOLDER NAME=ADDRESS …
// With --playing the first article plays and one of its sentences is marked; --full draws the whole page, --pdf the paper,
// --webp small files.  The guide's, after `make`, with PROJECT as the project's own folder:
//   node tests/browser/screenshots.mjs docs/hinh trang-nghe=file://PROJECT/output/2026-11/index.html --playing --webp
//   node tests/browser/screenshots.mjs docs/hinh moi-so=file://PROJECT/output/index.html --webp
import { join } from "node:path";
import { started } from "./chromium.mjs";

const [out, ...rest] = process.argv.slice(2);
const flags = rest.filter((one) => one.startsWith("--"));
const pages = rest.filter((one) => !one.startsWith("--")).map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]);
const { browser, close } = await started({ hideScrollbars: true });

async function shoot(name, address, width, height, scheme) {
  const phone = width < 500;
  const page = await browser.newPage();
  await page.setViewport({ width, height, deviceScaleFactor: phone ? 2 : 1, isMobile: phone, hasTouch: phone });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, { name: "prefers-reduced-motion", value: "reduce" }]);
  page.on("console", (line) => console.error(name, line.type(), line.text()));
  page.on("pageerror", (error) => console.error(name, error.message));
  await page.goto(address, { waitUntil: "load" });
  if (flags.includes("--playing")) {
    await page.evaluate(() => document.querySelectorAll("article [data-t]")[5].click());
    await page.waitForFunction(() => document.querySelector(".s.now"));
  }
  const picture = flags.includes("--webp") ? { type: "webp", quality: 80 } : { type: "png" };
  await page.screenshot({ ...picture, path: join(out, `${name}-${width}-${scheme}.${picture.type}`), fullPage: flags.includes("--full") });
  if (flags.includes("--pdf") && !phone && scheme === "light") await page.pdf({ path: join(out, `${name}.pdf`), preferCSSPageSize: true });
  await page.close();
}

try {
  for (const [width, height] of [[360, 740], [1280, 900]]) {
    for (const scheme of ["light", "dark"]) {
      for (const [name, address] of pages) await shoot(name, address, width, height, scheme);
    }
  }
} finally {
  await close();
}
