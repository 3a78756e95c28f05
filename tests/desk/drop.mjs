// Drops what is given onto an edition's page in a real Chromium and prints what the desk said as JSON.
//   node drop.mjs '{"address": …, "chromium": …, "drops": [[path, …], …], "answer": true | false}'
// Files and folders come as from a file manager; `answer` is pressed when the desk asks something.
import { started } from "../browser/chromium.mjs";

const given = JSON.parse(process.argv[2]);
const { browser, close } = await started({ executablePath: given.chromium, protocolTimeout: 60000 });
const seen = { messages: [], asked: [], articles: [] };
try {
  const page = await browser.newPage();
  page.on("dialog", async (dialog) => { seen.asked.push(dialog.message()); await (given.answer ? dialog.accept() : dialog.dismiss()); });
  await page.goto(given.address, { waitUntil: "load" });
  await page.goto(`${new URL(given.address).origin}/e/2026-12/`, { waitUntil: "load" });
  const session = await page.createCDPSession();
  for (const files of given.drops) {
    await page.$eval("[data-upload]", (one) => { one.scrollIntoView(); document.getElementById("message").textContent = ""; });
    const { x, y } = await page.$eval("[data-upload]", (one) => { const box = one.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; });
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x, y, data });
    await page.waitForFunction(() => { const text = document.getElementById("message").textContent; return text && !text.startsWith("Đang nhận") && !document.body.hasAttribute("aria-busy"); }, { timeout: 20000 });
    seen.messages.push(await page.$eval("#message", (one) => one.textContent));
  }
  seen.articles = await page.$$eval(".articles > li .what > a", (all) => all.map((one) => one.textContent));
} catch (error) {
  seen.broken = error.message;
} finally {
  await close();
}
console.log(JSON.stringify(seen));
