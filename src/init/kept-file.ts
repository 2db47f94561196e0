// What a person may have to add to files that are kept as they are.
import { readFileSync } from "node:fs";

/** @param text what a new project's file holds */
export function missingFrom(target: string, file: string, text: string): string | null {
  if (file === ".gitignore") return missingLines(readFileSync(target, "utf8"), text);
  if (file === "pnpm-workspace.yaml" && !readFileSync(target, "utf8").includes("esbuild")) {
    return "add to it: allowBuilds: { esbuild: true }";
  }
  return null;
}

/** Git takes a folder with and without slashes around it. */
function missingLines(content: string, wanted: string): string | null {
  const bare = (line: string) => line.trim().replaceAll(/^\/|\/$/g, "");
  const there = content.split("\n").map(bare);
  const missing = wanted.split("\n").filter((line) => !there.includes(bare(line)) && line !== "");
  return missing.length === 0 ? null : `add to it: ${missing.join(" ")}`;
}
