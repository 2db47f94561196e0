// The processes of this machine and the CPU time they have taken, as Linux tells of both in /proc.
import { readdir, readFile } from "node:fs/promises";

/** Of a second, in /proc. */
const ticks = 100;

export interface Process {
  readonly id: number;
  readonly parent: number;
  /** User and system time, its own and that of children it has waited for, and theirs. */
  readonly cpuSeconds: number;
}

export async function allProcesses(): Promise<Process[]> {
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

/** What the children of a process have taken, with theirs, but not itself. */
export function cpuSecondsBelow(processes: readonly Process[], id: number): number {
  const children = processes.filter(({ parent }) => parent === id);
  return children.reduce((sum, child) => sum + child.cpuSeconds + cpuSecondsBelow(processes, child.id), 0);
}
