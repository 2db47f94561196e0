// The commands that do again what was asked for, and that go on where it stopped.
import { windsockCommand } from "../../model/command.ts";
import { shellWord } from "../../system/shell-word.ts";
import type { RunOptions } from "./run-options.ts";

/** What a command says of a run. */
type Asked = Omit<RunOptions, "jobs" | "resume">;

export function repeatCommand({
  dagId,
  from,
  to,
  tasks,
  params,
  trigger,
  retryDelay,
  python,
}: Asked): string {
  const words = [
    ...["run", dagId],
    ...(from === undefined ? [] : ["--from", from]),
    ...(to === undefined ? [] : ["--to", to]),
    ...tasks.flatMap((task) => ["--task", task]),
    ...params.flatMap((param) => ["--param", param]),
    ...(trigger ? [] : ["--no-trigger"]),
    ...(retryDelay === undefined ? [] : ["--retry-delay", String(retryDelay)]),
    ...(python === undefined ? [] : ["--python", python]),
  ];
  return `${windsockCommand} ${words.map(shellWord).join(" ")}`;
}

export function resumeCommand(asked: Asked): string {
  return `${repeatCommand(asked)} --resume`;
}
