// What a cron expression is: Airflow's five fields.
import { Cron } from "croner";
import { UserError } from "../errors.ts";

/**
 * A cron expression on the clocks of a time zone. Nothing is scheduled by it; it only tells instants.
 *
 * @param timezone a name of the IANA database
 * @throws {UserError} when it is none, or the time zone is not
 */
export function parseCron(expression: string, timezone: string): Cron {
  const wrong = (why: string, options?: ErrorOptions) =>
    new UserError(`Schedule ${JSON.stringify(expression)} is not a cron expression: ${why}.`, options);
  const fields = expression.trim().split(/\s+/).length;
  // croner alone would also read dates and nicknames, which have one field.
  if (fields !== 5) {
    throw wrong(
      `it has ${fields} fields, and Airflow's have five (minute, hour, day, month, day of the week)`,
    );
  }
  try {
    return new Cron(expression, { timezone, mode: "5-part", paused: true });
  } catch (cause) {
    throw wrong((cause as Error).message.replace(/\.$/, ""), { cause });
  }
}
