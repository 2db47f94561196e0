// Where the marks of this user's uploads lie.
import os from "node:os";
import path from "node:path";

export function marksFolder(): string {
  return path.join(os.tmpdir(), `windsock-uploads-${process.getuid?.() ?? "user"}`);
}
