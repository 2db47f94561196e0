// What a task that ended by an exception of Airflow's has come to.
import type { PokeOutcome } from "../model/run/task-protocol.ts";
import type { Logger } from "../sdk/logger.ts";
import { reportFailure } from "./report-failure.ts";

type Ended = Extract<PokeOutcome, { reason: string }>;

/**
 * Skipping and failing for good are outcomes, and the log says so.
 *
 * @throws any other error of the task: it is a try that failed
 */
export async function outcomeOf<Outcome extends PokeOutcome>(
  log: Logger,
  execute: () => Promise<Outcome>,
): Promise<Outcome | Ended> {
  try {
    return await execute();
  } catch (error) {
    // By name: a bundle may hold a second copy of the class.
    const name = error instanceof Error ? error.name : "";
    if (name === "AirflowSkipException") {
      const { message } = error as Error;
      log.info(`Skipped: ${message}`);
      return { kind: "skip", reason: message };
    }
    if (name === "AirflowFailException") {
      await reportFailure(log, error);
      const { taskError } = await import("./task-error.ts");
      return { kind: "fail", reason: (error as Error).message, error: taskError(error) };
    }
    throw error;
  }
}
