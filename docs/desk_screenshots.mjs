// Takes two pictures of the editor's desk: node desk_screenshots.mjs ADDRESS EDITION FOLDER.  See make_screenshots.py.
import { join } from "node:path";
import { started } from "../tests/browser/chromium.mjs";

const [address, edition, folder] = process.argv.slice(2);
const { browser, close } = await started({ hideScrollbars: true });
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1180, height: 700 });
  await page.goto(address, { waitUntil: "load" });
  const origin = new URL(address).origin;
  await page.goto(`${origin}/e/${edition}/`, { waitUntil: "networkidle0" });
  await page.screenshot({ path: join(folder, "ban-bien-tap.png") });
  await page.goto(`${origin}/e/${edition}/a/1`, { waitUntil: "networkidle0" });
  await page.click('button.r[data-written="UBND"]');
  await page.screenshot({ path: join(folder, "ban-bien-tap-bai.png") });
} finally {
  await close();
}
