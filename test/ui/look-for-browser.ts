// Runs once before the tests that need a browser: says that they are skipped where there is none.
import { findBrowser } from "./browser.ts";

export default async function lookForBrowser(): Promise<void> {
  await findBrowser();
}
