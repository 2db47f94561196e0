// Brings the generated folder in line with what was generated.
import path from "node:path";
import type { Files } from "../bundle/bundle-programs.ts";
import type { FileContent } from "../current/file-versions.ts";
import { byFile, compareFiles, type Difference, findOrphans, listFiles } from "./generated-folder.ts";
import { removeFile, StagedFiles } from "./staged-files.ts";

/**
 * Writes what differs and removes what is no longer generated. Nothing is touched until all files are there.
 *
 * @param kept files that were generated earlier and still are what they were
 * @param outputs filled with what is there then, by the names in the folder
 * @returns what was written and removed, sorted by file
 */
export async function writeGenerated(
  folder: string,
  files: AsyncIterable<Files>,
  kept: Iterable<string>,
  outputs: Map<string, FileContent>,
): Promise<Difference[]> {
  const names = new Set(kept);
  const written: Difference[] = [];
  // Goes on while the files are made.
  const present = listFiles(folder);
  const staged = new StagedFiles(folder);
  try {
    for await (const batch of files) {
      const { differences, same } = await compareFiles(folder, batch);
      for (const { file } of differences) await staged.add(file, batch.get(file) ?? Buffer.alloc(0));
      for (const file of batch.keys()) names.add(file);
      for (const [file, version] of same) outputs.set(file, version);
      written.push(...differences);
    }
    for (const [file, version] of staged.commit()) outputs.set(file, version);
  } finally {
    await staged.discard();
  }
  const orphans = await findOrphans(folder, await present, names);
  for (const { file } of orphans) await removeFile(folder, path.join(folder, file));
  return [...written, ...orphans].sort(byFile);
}
