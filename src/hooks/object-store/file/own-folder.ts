// A folder store's own folders: files are made and removed there unasked, so it must be certain where they are.
import { lstat, mkdir } from "node:fs/promises";
import { AirflowFailException } from "../../../sdk/outcome.ts";

/**
 * Makes it unless it is there.
 *
 * @throws {AirflowFailException} when a link or a file has its name
 */
export async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  if ((await lstat(folder)).isDirectory()) return;
  throw new AirflowFailException(
    `${folder} must be a folder, which the object store makes for itself, but is something else, such as a symbolic ` +
      "link. Remove it.",
  );
}
