// The code that goes into the page as it is. In a module of its own: only who wants a live page loads it.

// The package exports no path to its browser build.
import vega from "../../../node_modules/vega/build/vega.min.js" with { type: "text" };
import script from "./hydrate.js" with { type: "text" };
import type { Runtime } from "./page.ts";

export const runtime: Runtime = { vega, script };
