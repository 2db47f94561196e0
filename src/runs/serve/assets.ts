// The files that all pages share.
import { readFileSync } from "node:fs";
import { palette } from "../../show/palette.ts";
import type { Answer } from "./answer.ts";

const own = (name: string) => readFileSync(new URL(`../browser/${name}`, import.meta.url), "utf8");

/** By their addresses. */
export const assets: Readonly<Record<string, Answer>> = {
  "/page.css": { status: 200, type: "text/css", body: `${palette}\n${own("page.css")}` },
  "/live.js": { status: 200, type: "text/javascript", body: own("live.js") },
  "/icon.svg": { status: 200, type: "image/svg+xml", body: own("icon.svg") },
};
