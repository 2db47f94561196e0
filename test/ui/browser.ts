// A real browser for tests of web pages: the Chromium of this machine.
import { access } from "node:fs/promises";
import { type Browser, chromium } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Starts it without a window.
 *
 * @returns null, with a printed line, when there is none
 * @throws Error instead when `CI` is "true"
 */
export async function startBrowser(): Promise<Browser | null> {
  for (const executablePath of places) {
    const found = await access(executablePath).then(
      () => true,
      () => false,
    );
    // Its sandbox does not work for root, in whose name containers run.
    if (found) return chromium.launch({ executablePath, args: ["--no-sandbox"] });
  }
  if (process.env.CI === "true") throw new Error(`There is no browser: none of ${places.join(", ")} exists.`);
  console.warn("Tests that need a browser are skipped: install Chromium (apt-get install chromium).");
  return null;
}
