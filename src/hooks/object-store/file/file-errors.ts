// Says where in a folder store an error arose, and which errors no retry mends.
import { AirflowFailException } from "../../../sdk/outcome.ts";

/** What was being done when an error arose. */
export interface FileCall {
  readonly doing: string;
  readonly bucket: string;
  readonly key: string | null;
}

/** The error to throw for one of the file system's; any other comes back as it is. */
export function fileError(error: unknown, { doing, bucket, key }: FileCall, place: string): unknown {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return error;
  const { code, message } = error;
  if (key === null && (code === "ENOENT" || code === "ENOTDIR")) {
    return new AirflowFailException(
      `There is no bucket "${bucket}" (${place}). Create that sub-folder, or check the bucket's name.`,
      { cause: error },
    );
  }
  const object = key === null ? "" : ` object "${key}" in`;
  const what = `${doing}${object} bucket "${bucket}" failed`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new AirflowFailException(
      `${what}: access is denied (${code}; ${place}). Check the folder's owner and permissions.`,
      { cause: error },
    );
  }
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new Error(
      `${what}: no space is left for it (${code}; ${place}). Free some on that disk; the next try begins anew.`,
      { cause: error },
    );
  }
  return new Error(`${what} (${place}): ${message}`, { cause: error });
}
