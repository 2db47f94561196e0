// Decides whether so many rows were rejected that the day's figures would mislead.
import { AirflowFailException } from "windsock";
import { counted, formatCount } from "../counted.ts";

const shownReasons = 3;

export interface Rejections {
  readonly read: number;
  readonly rejected: number;
  /** The commonest first. */
  readonly reasons: readonly (readonly [reason: string, rows: number])[];
  /** Where people find the rejected rows, such as `object "a.csv" in bucket "b"`. */
  readonly place: string;
}

/**
 * @param maxShare of the rows read, from 0 to 1
 * @throws {AirflowFailException} when more than that share was rejected
 */
export function checkRejectedShare({ read, rejected, reasons, place }: Rejections, maxShare: number): void {
  if (rejected <= read * maxShare) return;
  const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;
  const commonest = reasons
    .slice(0, shownReasons)
    .map(([reason, rows]) => `${reason} (${counted(rows, "row")})`);
  throw new AirflowFailException(
    `${formatCount(rejected)} of ${counted(read, "row")} (${percent(rejected / read)}) could not be read; ` +
      `max_rejected_share allows ${percent(maxShare)}. Commonest reasons: ${commonest.join("; ")}. ` +
      `See ${place}. Mend the source object and clear this task, ` +
      "or trigger a run with a higher max_rejected_share.",
  );
}
