// Refuses a project whose zod is not the one that Windsock itself gets, before anything of Windsock reads it: the
// schemas and types of two copies do not fit each other, and say so in ways nobody understands.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { UserError } from "../model/errors.ts";
import { findProject } from "../model/project.ts";
import { ownManifest } from "../system/own-manifest.ts";
import { isAtLeast } from "../system/version.ts";

interface Installed {
  readonly folder: string;
  readonly version: string;
}

/**
 * @param start a folder of the project
 * @throws {UserError} when the project has no zod, one that Windsock does not work with, or another copy
 */
export function checkZod(start: string): void {
  const { folder } = findProject(start);
  const range = ownManifest().peerDependencies.zod ?? "";
  const remedy = `Run in ${folder}: npm install zod@${range}`;
  const theirs = zodSeenFrom(path.join(folder, "package.json"));
  if (theirs === null) {
    throw new UserError(`The project has no zod, which its operators describe their input with. ${remedy}`);
  }
  if (!isInRange(theirs.version, range)) {
    throw new UserError(
      `The project's zod, in ${theirs.folder}, is version ${theirs.version}, and windsock works with ${range}. ${remedy}`,
    );
  }
  const ours = zodSeenFrom(import.meta.filename);
  if (ours?.folder === theirs.folder) return;
  throw new UserError(
    `The project's zod is in ${theirs.folder}, and windsock gets ${ours ? `another copy, in ${ours.folder}` : "none"}. ` +
      "Both must be one: install windsock into the project itself instead of linking it, and let `npm ls zod` show one copy.",
  );
}

function zodSeenFrom(file: string): Installed | null {
  try {
    const manifest = createRequire(file).resolve("zod/package.json");
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    return { folder: path.dirname(manifest), version };
  } catch {
    return null;
  }
}

/** Of ranges, only `^1.2.3` of a version from 1 on is known. */
function isInRange(version: string, range: string): boolean {
  const lowest = range.replace("^", "");
  return Number.parseInt(version, 10) === Number.parseInt(lowest, 10) && isAtLeast(version, lowest);
}
