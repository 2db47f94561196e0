// Replaces files all or nothing: whoever reads one finds its old content or the new one, never a part.
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A file's next content, while it is being written: `unfinished` lies beside the file, since only a rename within
 * a file system is one step.
 *
 *     const replacement = new FileReplacement(file);
 *     try {
 *       await write(replacement.unfinished);
 *       replacement.commit();
 *     } finally {
 *       replacement.discard();
 *     }
 *
 * The disk is not waited for: after a power cut there may be the old content, or none. Objects of a folder store,
 * which must outlast that and carry metadata, are published by hooks/object-store/file/ in a way of its own.
 */
export class FileReplacement {
  readonly file: string;
  /** Where to write. Hidden, and this process's own. */
  readonly unfinished: string;

  /** Makes the file's folder when it is missing. */
  constructor(file: string) {
    this.file = path.resolve(file);
    const folder = path.dirname(this.file);
    mkdirSync(folder, { recursive: true });
    this.unfinished = path.join(folder, `.${path.basename(this.file)}.${process.pid}.tmp`);
  }

  /** Puts the new content in the file's place. */
  commit(): void {
    renameSync(this.unfinished, this.file);
  }

  /** Removes what was not committed. */
  discard(): void {
    rmSync(this.unfinished, { force: true });
  }
}

/** Replaces the file's content. Missing folders are made. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const replacement = new FileReplacement(file);
  try {
    writeFileSync(replacement.unfinished, content);
    replacement.commit();
  } finally {
    replacement.discard();
  }
}
