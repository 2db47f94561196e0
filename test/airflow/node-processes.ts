// Looks for processes of this machine: by their command lines, and by what they have inherited.
import { readdirSync, readFileSync } from "node:fs";
import { execa } from "execa";

/** The command lines of `node` processes that contain a text. */
export async function nodeProcesses(text: string): Promise<string[]> {
  return (await commandLines()).filter((line) => /^(\S*\/)?node\s/.test(line) && line.includes(text));
}

/** The ids of `node` processes whose command lines contain a text. */
export async function processIds(text: string): Promise<number[]> {
  const { stdout } = await execa("ps", ["-eww", "-o", "pid=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [, id, command = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return /^(\S*\/)?node\s/.test(command) && command.includes(text) ? [Number(id)] : [];
  });
}

/** The command lines of all processes. */
export async function commandLines(): Promise<string[]> {
  const { stdout } = await execa("ps", ["-eww", "-o", "args="]);
  return stdout.split("\n");
}

/** The command lines of the processes that have inherited a variable with this value, however far from who set it. */
export function processesWith(name: string, value: string): string[] {
  const ids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  return ids.flatMap((id) => {
    const variables = partsOf(`/proc/${id}/environ`);
    return variables.includes(`${name}=${value}`) ? [partsOf(`/proc/${id}/cmdline`).join(" ")] : [];
  });
}

/** Nothing of a process that has ended, or is about to. */
function partsOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\0");
  } catch {
    return [];
  }
}
