// Walks an editor's week at the desk in a real Chromium and prints what it saw as JSON.
//   node walk.mjs '{"address": …, "chromium": …, "mode": "mouse" | "keyboard", "files": […], "more": […], "target": …, "shots": …}'
// Nothing is judged here except that a step came to its end; the test does that.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { started } from "../browser/chromium.mjs";

const require = createRequire(new URL("../tools/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const given = JSON.parse(process.argv[2]);
const origin = new URL(given.address).origin;
const { browser, close } = await started({ executablePath: given.chromium, protocolTimeout: 120000 });
const seen = { steps: [], axe: {}, strangers: [], troubles: [] };
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 720 });
await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
page.on("console", (line) => { if (line.type() === "error") seen.troubles.push(line.text()); });
page.on("pageerror", (error) => seen.troubles.push(error.message));
page.on("request", (request) => { if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url())) seen.strangers.push(request.url()); });
const keyboard = given.mode === "keyboard";

async function tabTo(selector) {
  for (let press = 0; press < 900; press++) {
    if (await page.evaluate((wanted) => document.activeElement !== null && document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${selector} on ${page.url()}`);
}
async function act(selector) {
  await page.waitForSelector(selector, { timeout: 15000 });
  if (keyboard) { await tabTo(selector); await page.keyboard.press("Enter"); }
  else await page.click(selector);
}
async function fill(selector, text) {
  await page.waitForSelector(selector, { timeout: 15000 });
  if (keyboard) await tabTo(selector); else await page.click(selector);
  await page.keyboard.down("Control"); await page.keyboard.press("KeyA"); await page.keyboard.up("Control");
  await page.keyboard.type(text);
}
async function unfold(selector) {
  const isOpen = await page.$eval(selector, (one) => one.open);
  if (!isOpen) await act(`${selector} > summary`);
}
async function saying(text) {
  await page.waitForFunction((wanted) => document.getElementById("message").textContent.includes(wanted), { timeout: 60000 }, text);
}
async function quiet() { await page.evaluate(() => { document.getElementById("message").textContent = ""; }); }
async function judged(name) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`));
  seen.axe[name] = found;
  if (given.shots) await page.screenshot({ path: join(given.shots, `${given.mode}-${name}.png`) });
}
async function step(name, work) {
  const began = Date.now();
  await quiet();
  try { await work(); } catch (error) { throw new Error(`${name}: ${error.message}; said: ${await page.$eval("#message", (one) => one.textContent).catch(() => "?")}`); }
  seen.steps.push({ name, seconds: (Date.now() - began) / 1000 });
}
const settled = () => page.waitForFunction(() => !document.body.hasAttribute("aria-busy"), { timeout: 30000 });
const go = async (selector) => { await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act(selector)]); };

try {
  await page.goto(given.address, { waitUntil: "load" });
  await judged("editions-empty");
  await step("office", async () => {
    await go('a[href="/office"]');
    await judged("office");
    await fill('[name="title"]', "Bản tin Khau Vai");
    await fill('[name="publisher"]', "Trung tâm Văn hóa xã Khau Vai");
    await fill('[name="licence"]', "Giấy phép số 3/GP ngày 02/02/2026");
    await fill('[name="person_responsible"]', "Lò Thị Ban, Giám đốc");
    await act("form button.main");
    await saying("Đã lưu");
  });
  await step("new edition", async () => {
    await fill('[name="edition"]', "2026-12");
    await act('form[data-do="/do/new"] button');
    await page.waitForSelector("[data-upload]");
    await settled();
  });
  await step("files", async () => {
    const input = '[data-upload] input[type="file"]';
    if (keyboard) {
      await tabTo(input);
      const [chooser] = await Promise.all([page.waitForFileChooser(), page.keyboard.press("Space")]);
      await chooser.accept(given.files);
    } else {
      const dropped = given.files.map((path) => ({ name: basename(path), content: readFileSync(path).toString("base64") }));
      await page.evaluate((files) => {
        const transfer = new DataTransfer();
        for (const one of files) transfer.items.add(new File([Uint8Array.from(atob(one.content), (letter) => letter.charCodeAt(0))], one.name));
        document.querySelector("[data-upload]").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
      }, dropped);
    }
    await saying("Đã nhận");
  });
  await judged("edition");
  seen.articles = await page.$$eval(".articles > li .what > a", (all) => all.map((one) => one.textContent));
  await step("order", async () => { await act('[data-number="2"] [data-up]'); await saying("thứ tự"); await settled(); });
  seen.reordered = await page.$$eval(".articles > li", (all) => all.map((one) => one.dataset.number));
  await step("take back", async () => { await act('.top form[data-do$="undo"] button'); await saying("Đã trả lại"); await settled(); });
  seen.restored = await page.$$eval(".articles > li", (all) => all.map((one) => one.dataset.number));

  await step("article", async () => { await go('[data-number="1"] .what > a'); await judged("article"); });
  await step("title and author", async () => {
    await unfold("details.correct");
    await fill('.correct [name="title"]', "Lớp học buổi tối ở Khuổi Lặng");
    await fill('.correct [name="author"]', "Lò Thị Ban");
    await act(".correct form button");
    await saying("đã được sửa");
    await settled();
  });
  seen.title = await page.$eval(".published h1", (one) => one.textContent);
  await step("a line settled", async () => {
    const line = await page.$$eval(".source > li", (all) => all.findIndex((one) => one.textContent.includes("Học viên chăm chú")) + 1);
    const box = `.source > li:nth-child(${line})`;
    await unfold(`${box} details.settle`);
    await act(`${box} button[value="captions"]`);
    await saying("đã được xác định");
    await settled();
  });
  seen.captions = await page.$$eval(".published figcaption", (all) => all.map((one) => one.textContent));
  await step("words of a photo", async () => {
    await unfold(".picture-words");
    await fill('.picture-words [name="alternative"]', "Học viên cúi trên trang vở");
    await act(".picture-words form button");
    await saying("lời của ảnh");
    await settled();
  });
  seen.alternative = await page.$eval('.picture-words [name="alternative"]', (one) => one.value);
  const sounds = [];
  page.on("response", async (answer) => { if (answer.url().includes(".mp3")) sounds.push({ url: answer.url(), status: answer.status(), type: answer.headers()["content-type"] }); });
  seen.reading = { clicks: 0 };
  await step("reading", async () => {
    const began = Date.now();
    await act('button.r[data-written="UBND"]');
    await page.waitForSelector("dialog[open]");
    seen.reading.before = await page.$eval(".is-spoken", (one) => one.textContent);
    seen.reading.rule = await page.$eval("dialog .rule", (one) => one.textContent);
    if (given.shots) await page.screenshot({ path: join(given.shots, `${given.mode}-reading.png`) });
    await page.keyboard.type("ủy ban");
    if (keyboard) await page.keyboard.press("Enter"); else await page.click("dialog button.main");
    await page.waitForFunction(() => { const audio = document.querySelector("#player audio"); return audio.currentTime > 0 && !audio.error; }, { timeout: 20000 });
    seen.reading.seconds = (Date.now() - began) / 1000;
    seen.reading.sound = await page.$eval("#player audio", (one) => ({ at: one.currentTime, length: one.duration }));
    await saying("câu khác");
  });
  seen.reading.said = await page.$eval("#message", (one) => one.textContent);
  seen.reading.after = await page.$eval('button.r[data-written="UBND"]', (one) => one.dataset.spoken);
  await judged("reading-saved");
  await page.keyboard.press("Escape");
  await step("hear the article", async () => {
    await act("[data-play]");
    await page.waitForFunction(() => document.querySelector(".s.now") !== null, { timeout: 30000 });
    await page.$eval("#player audio", (one) => one.pause());
  });
  seen.sounds = sounds.filter((one) => one.status >= 400 || !String(one.type).startsWith("audio"));

  await step("notices", async () => {
    for (;;) {
      const addresses = ["/e/2026-12/", ...(await page.evaluate(() => []))];
      let left = 0;
      await page.goto(`${origin}/e/2026-12/`, { waitUntil: "load" });
      const numbers = await page.$$eval(".articles > li", (all) => all.map((one) => one.dataset.number));
      for (const address of [...addresses, ...numbers.map((number) => `/e/2026-12/a/${number}`)]) {
        await page.goto(origin + address, { waitUntil: "load" });
        while (await page.$('form[data-do$="settle"] button')) {
          const before = (await page.$$('form[data-do$="settle"]')).length;
          await quiet();
          await act('form[data-do$="settle"] button');
          await page.waitForFunction((had) => document.querySelectorAll('form[data-do$="settle"]').length < had, { timeout: 20000 }, before);
          await settled();
          left++;
        }
      }
      seen.settled = (seen.settled || 0) + left;
      if (!left) break;
    }
  });
  const sign = async (name) => {
    await page.goto(`${origin}/e/2026-12/sign`, { waitUntil: "load" });
    await judged(`sign-${name}`);
    await fill('[name="name"]', "Lò Thị Ban");
    await fill('[name="post"]', "Giám đốc");
    await act('form[data-do$="/sign"] button');
    await saying("đã ký");
    await settled();
    return page.$eval("code.code", (one) => one.textContent);
  };
  await step("sign", async () => { seen.first = await sign("first"); });
  seen.signed = await page.$eval(".top .badge", (one) => one.textContent);
  await step("one sentence changed", async () => {
    await page.goto(`${origin}/e/2026-12/a/2`, { waitUntil: "load" });
    await unfold("details.correct");
    await fill('.correct [name="title"]', "Đường mới đã về thôn");
    await act(".correct form button");
    await saying("đã được sửa");
    await settled();
  });
  seen.changed = await page.$eval(".top .badge", (one) => one.textContent);
  await page.goto(`${origin}/e/2026-12/sign`, { waitUntil: "load" });
  await judged("changed");
  seen.difference = await page.$$eval(".changes li", (all) => all.map((one) => one.textContent.replace(/\s+/g, " ").trim()));
  await step("sign again", async () => { seen.second = await sign("second"); });
  await step("build", async () => {
    await page.goto(`${origin}/e/2026-12/`, { waitUntil: "load" });
    await act('form[data-do$="build"] button');
    await page.waitForFunction(() => document.querySelector(".build-message") && document.querySelector(".build-message").textContent.includes("Đã dựng xong"), { timeout: 110000 });
  });
  await judged("built");
  await step("publish", async () => {
    await page.goto(`${origin}/e/2026-12/sign`, { waitUntil: "load" });
    await fill('[name="target"]', given.target);
    await act('form[data-do="/do/publish"] button');
    await saying("đã chép");
    await settled();
  });
  seen.published = await page.$eval("#message", (one) => one.textContent);
  await step("publish to a server", async () => {
    await fill('[name="target"]', given.server.address);
    await unfold('form[data-do="/do/publish"] details');
    await fill('[name="password"]', given.server.password);
    await act('form[data-do="/do/publish"] button');
    await page.waitForSelector("[data-ask]:not([hidden])");
    await settled();
    seen.fingerprint = await page.$eval("[data-ask] code", (one) => one.textContent);
    await judged("server-asked");
    if (keyboard) { await tabTo('[name="host_key"]'); await page.keyboard.press("Space"); } else await page.click('[name="host_key"]');
    await quiet();
    await act('form[data-do="/do/publish"] button');
    await saying("đã chép");
    await settled();
  });
  await page.goto(`${origin}/e/2026-12/sign`, { waitUntil: "load" });
  seen.state = await page.$$eval(".top .badge", (all) => all.map((one) => one.textContent));
  await page.setViewport({ width: 360, height: 740 });
  for (const [name, address] of [["narrow-edition", "/e/2026-12/"], ["narrow-article", "/e/2026-12/a/1"], ["narrow-sign", "/e/2026-12/sign"]]) {
    await page.goto(origin + address, { waitUntil: "networkidle0" });
    seen[name] = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    await judged(name);
  }
  await page.setViewport({ width: 1280, height: 720 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  for (const [name, address] of [["dark-edition", "/e/2026-12/"], ["dark-article", "/e/2026-12/a/1"], ["dark-sign", "/e/2026-12/sign"], ["dark-office", "/office"]]) {
    await page.goto(origin + address, { waitUntil: "networkidle0" });
    await judged(name);
  }
  await page.emulateMediaFeatures([]);
  await page.goto(`${origin}/e/2026-12/paper`, { waitUntil: "networkidle0" });
  await judged("paper");
  if (given.shots) await page.pdf({ path: join(given.shots, `${given.mode}-paper.pdf`), format: "A4" });
} catch (error) {
  seen.broken = error.message;
  if (given.shots) await page.screenshot({ path: join(given.shots, `${given.mode}-broken.png`) });
} finally {
  await close();
}
console.log(JSON.stringify(seen));
