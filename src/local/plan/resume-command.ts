// The command that goes on where this one stopped.
import { windsockCommand } from "../../model/command.ts";
import { shellWord } from "../../system/shell-word.ts";
import type { RunOptions } from "./run-options.ts";

export function resumeCommand({ dagId, from, to, tasks, params, trigger, retryDelay }: RunOptions): string {
  const words = [
    ...["run", dagId],
    ...(from === undefined ? [] : ["--from", from]),
    ...(to === undefined ? [] : ["--to", to]),
    ...tasks.flatMap((task) => ["--task", task]),
    ...params.flatMap((param) => ["--param", param]),
    ...(trigger ? [] : ["--no-trigger"]),
    ...(retryDelay === undefined ? [] : ["--retry-delay", String(retryDelay)]),
    "--resume",
  ];
  return `${windsockCommand} ${words.map(shellWord).join(" ")}`;
}
