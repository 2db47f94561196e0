// Whether what is there still changes: two looks in one poke, since nothing is kept from one poke to the next.
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import type { Logger } from "../sdk/logger.ts";

/** How long something must not have changed before it counts as there. */
export const unchangedFor = z
  .number()
  .nonnegative()
  .max(300)
  .default(0)
  .describe("seconds for which it must not change before it counts as there; looks for as long");

interface Waiting {
  /** Seconds between the two looks; 0 means that one is enough. */
  readonly seconds: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * What a look finds, if it still finds the same after some time; null otherwise, and when it finds nothing.
 *
 * @param version names what is found: something else has another one
 */
export async function settled<Found>(
  look: () => Promise<Found | null>,
  version: (found: Found) => string,
  { seconds, log, signal }: Waiting,
): Promise<Found | null> {
  const first = await look();
  if (first === null || seconds === 0) return first;
  await delay(seconds * 1000, undefined, { signal });
  const second = await look();
  if (second !== null && version(second) === version(first)) return second;
  log.info(`It is there, and has changed within ${seconds} s.`);
  return null;
}
