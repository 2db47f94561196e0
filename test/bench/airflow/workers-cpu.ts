// How much CPU time the workers of a LocalExecutor have taken, as Linux counts it in /proc.
import { readdir, readFile } from "node:fs/promises";

/** Of a second, in /proc. */
const ticks = 100;

interface Process {
  readonly id: number;
  readonly parent: number;
  /** User and system time, its own and that of children it has waited for, and theirs. */
  readonly cpuSeconds: number;
}

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

function cpuSecondsBelow(processes: readonly Process[], id: number): number {
  const children = processes.filter(({ parent }) => parent === id);
  return children.reduce((sum, child) => sum + child.cpuSeconds + cpuSecondsBelow(processes, child.id), 0);
}

async function allProcesses(): Promise<Process[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = ids.map(async (id) => {
    // Empty of one that has ended meanwhile.
    const stat = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    // The name, in brackets, may hold anything.
    const [, parent, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const times = fields.slice(9, 13).reduce((sum, text) => sum + Number(text), 0);
    return { id: Number(id), parent: Number(parent), cpuSeconds: times / ticks };
  });
  return (await Promise.all(stats)).filter(({ parent }) => parent > 0);
}

async function firstWithArgument(processes: readonly Process[], argument: string) {
  for (const each of processes) {
    const line = await readFile(`/proc/${each.id}/cmdline`, "utf8").catch(() => "");
    const [, script, first] = line.split("\0");
    if (script?.endsWith("guard.py") && first === argument) return each;
  }
  return undefined;
}
