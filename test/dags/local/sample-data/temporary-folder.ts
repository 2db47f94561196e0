// A folder of its own for each test, below the project's git-ignored out/, gone when the test is over.
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";

export const PROJECT = path.resolve(import.meta.dirname, "../../../..");

export async function temporaryFolder(): Promise<string> {
  const parent = path.join(PROJECT, "out/test");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, "sample-data-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below the folder, hidden ones too, as sorted relative paths. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}
