// The lines that tell of single events.
import type { RunEvent } from "../schedule/run-event.ts";
import type { DagRun } from "../schedule/task-instance.ts";
import { formatDuration } from "./format-duration.ts";
import type { Colors } from "./progress.ts";
import { titleOf } from "./task-name.ts";

/** `[ 3/23] 2021-07-04 success in 1.2 s` */
export function runLine(run: DagRun, ended: number, total: number, colors: Colors): string {
  const position = `[${String(ended).padStart(String(total).length)}/${total}]`;
  const state = run.state === "success" ? colors.green(run.state) : colors.red(run.state);
  const timeout = run.timedOut ? ", longer than the DAG's run timeout allows" : "";
  return `${position} ${run.label} ${state} in ${formatDuration(run.durationMs)}${timeout}`;
}

/** `WAITING 2021-07-04 wait_for_file, poke 1: looks again in 60 s` */
export function waitingLine(event: Extract<RunEvent, { kind: "waiting" }>, colors: Colors): string {
  const { run, poked } = event.instance;
  return (
    `${colors.cyan("WAITING")} ${run.label} ${colors.bold(titleOf(event.instance))}, poke ${poked?.count}: ` +
    `looks again in ${formatDuration(event.wait * 1000)}`
  );
}

/** `LATE    2021-07-04 missed its deadline of 2021-07-05T06:00:00.000Z "morning": calls webhook` */
export function deadlineLine(event: Extract<RunEvent, { kind: "deadline-missed" }>, colors: Colors): string {
  const { time, name, callback } = event.deadline;
  const which = `${new Date(time).toISOString()}${name === undefined ? "" : ` ${JSON.stringify(name)}`}`;
  return `${colors.yellow("LATE")}    ${event.run.label} missed its deadline of ${which}: calls ${callback.name}`;
}

/** `RETRY   2021-07-04 load in 5 s, try 1 of 4 failed: exit code 1` */
export function retryLine(event: Extract<RunEvent, { kind: "retry" }>, colors: Colors): string {
  const { run, tries, options } = event.instance;
  return (
    `${colors.yellow("RETRY")}   ${run.label} ${colors.bold(titleOf(event.instance))} in ${formatDuration(event.wait * 1000)}, ` +
    `try ${tries} of ${options.retries + 1} failed: ${event.reason}`
  );
}
