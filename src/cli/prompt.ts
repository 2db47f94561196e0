// Asks whoever sits at the terminal.
import { createInterface } from "node:readline/promises";
import type { Prompt } from "../local/execute/ask-people.ts";

/** Whoever asks while another conversation is going on waits for its turn. */
export function promptIn({ stdin, stdout }: Pick<NodeJS.Process, "stdin" | "stdout">): Prompt {
  let last: Promise<unknown> = Promise.resolve();
  return (signal, conversation) => {
    const turn = last.then(async () => {
      signal.throwIfAborted();
      const terminal = createInterface({ input: stdin, output: stdout });
      // Ctrl-C stops the run, as it does without a question.
      terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
      try {
        return await conversation((text) => terminal.question(text, { signal }));
      } finally {
        terminal.close();
      }
    });
    last = turn.catch(() => {});
    return turn;
  };
}
