// A real browser for tests of web pages: the Chromium of this machine.
import { access } from "node:fs/promises";
import { type Browser, chromium } from "playwright-core";
import { isMissing, skipTestsWithout } from "../services/missing-part.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * Starts it without a window.
 *
 * @returns null, as {@link skipTestsWithout} says, when there is none
 */
export async function startBrowser(): Promise<Browser | null> {
  const executablePath = await findBrowser();
  // Its sandbox does not work for root, in whose name containers run.
  return executablePath === null ? null : chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** Where it is; null as {@link startBrowser} says. */
export async function findBrowser(): Promise<string | null> {
  if (isMissing("Chromium")) return null;
  for (const place of places) {
    const found = await access(place).then(
      () => true,
      () => false,
    );
    if (found) return place;
  }
  const reason = `none of ${places.join(", ")} exists (apt-get install chromium)`;
  return skipTestsWithout("Chromium", new Error(reason));
}
