// What npm takes as a package's name, and one made of a folder's.
import path from "node:path";
import { UsageError } from "../model/errors.ts";

/**
 * A package's name made of the folder's: its letters without accents, in lower case, all else as hyphens.
 *
 * @throws {UsageError} when nothing is left of it
 */
export function packageNameOf(folder: string): string {
  const base = path.basename(path.resolve(folder));
  const name = base
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 214)
    .replace(/-+$/, "");
  if (packageNameProblem(name) === null) return name;
  throw new UsageError(
    `No package can be named after the folder ${JSON.stringify(base)}. Give a name: --name my-pipelines`,
  );
}

/** What is wrong with a package's name, or null. */
export function packageNameProblem(name: string): string | null {
  if (name.length > 214) return "it is longer than 214 characters";
  if (!/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name))
    return 'a package\'s name is made of a to z, digits, "-", "." and "_", and begins with a letter or a digit';
  // The project depends on the first two, and no package can on its own name; the others are npm's.
  if (["windsock", "zod", "typescript", "vitest", "node_modules", "favicon.ico"].includes(name))
    return "that name is taken";
  return null;
}
