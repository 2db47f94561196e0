// What to do about a source that is replaced while it is read: begin again with the new one.
import type { Logger } from "windsock";
import { ObjectChangedError } from "windsock/hooks";

/**
 * Does the work; when the source is replaced meanwhile, once more from its beginning.
 *
 * @throws Error, which a retry may mend, when the source is replaced again
 */
export async function startOverOnce<T>(work: () => Promise<T>, log: Logger): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ObjectChangedError)) throw error;
    log.warning(`Object "${error.key}" was replaced while it was read; starting over with the new one.`);
  }
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ObjectChangedError)) throw error;
    throw new Error(
      `Object "${error.key}" in bucket "${error.bucket}" was replaced while it was read, and again after ` +
        "starting over. Let whatever writes it finish; the next try then reads it whole.",
      { cause: error },
    );
  }
}
