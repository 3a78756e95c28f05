// A Chromium that was started, with a profile of its own: `const { browser, close } = await started(options)`.
// On a busy machine a start can fail ("already running", a time-out): it is tried three times, each with a new profile.
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const puppeteer = createRequire(new URL("../tools/package.json", import.meta.url))("puppeteer-core");
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"];
const TRIES = 3;

export async function started({ executablePath, hideScrollbars = false, ...options } = {}) {
  const args = hideScrollbars ? [...ARGS, "--hide-scrollbars"] : ARGS;
  for (let left = TRIES; ; left -= 1) {
    const profile = mkdtempSync(join(tmpdir(), "tests-browser-"));
    const away = () => rmSync(profile, { recursive: true, force: true });
    try {
      const path = executablePath || process.env.PUPPETEER_EXECUTABLE_PATH || "/usr/bin/chromium";
      const browser = await puppeteer.launch({ executablePath: path, userDataDir: profile, args, ...options });
      return { browser, close: async () => { await browser.close(); away(); } };
    } catch (error) {
      away();
      if (left <= 1) throw error;
    }
  }
}
