// How much CPU time the workers of a LocalExecutor have taken.
import { readFile } from "node:fs/promises";
import { allProcesses, cpuSecondsBelow, type Process } from "../processes.ts";

/**
 * The seconds that all workers have taken since their start: their own, and those of the tasks they have run, with
 * all that these have started. The scheduler itself, which is the workers' parent, is not counted.
 *
 * @param log the scheduler's log file, which the command line of its guard names
 */
export async function workersCpuSeconds(log: string): Promise<number> {
  const processes = await allProcesses();
  const guard = await firstWithArgument(processes, log);
  const scheduler = processes.find(({ parent }) => parent === guard?.id);
  if (!scheduler) throw new Error(`There is no scheduler that logs to ${log}.`);
  return cpuSecondsBelow(processes, scheduler.id);
}

async function firstWithArgument(processes: readonly Process[], argument: string) {
  for (const each of processes) {
    const line = await readFile(`/proc/${each.id}/cmdline`, "utf8").catch(() => "");
    const [, script, first] = line.split("\0");
    if (script?.endsWith("guard.py") && first === argument) return each;
  }
  return undefined;
}
