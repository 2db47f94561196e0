// Runs the server processes that this one needs: none of them outlives it, however it ends.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

/** A started server. */
export interface ServiceProcess {
  /** What the ready line's pattern matched. */
  readonly ready: RegExpExecArray;
  /** Settles when the process is gone, whoever ended it; never fails. */
  readonly ended: Promise<void>;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Starts a program that stops when its standard input closes: the kernel closes it when this process dies,
 * however it dies, so nothing is left behind by one that was killed.
 *
 * @param readyLine matches the program's output once it serves
 * @throws Error with the program's output when it ends before it is ready
 */
export async function startService(
  command: string,
  args: readonly string[],
  readyLine: RegExp,
  options: SpawnOptions = {},
): Promise<ServiceProcess> {
  const child = spawn(command, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close").then(
    () => undefined,
    () => undefined,
  );
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    return { ready: await waitForLine(child, readyLine), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function waitForLine(child: ChildProcess, line: RegExp): Promise<RegExpExecArray> {
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (text: string) => {
      output = (output + text).slice(-20_000);
      const match = line.exec(output);
      if (match) resolve(match);
    };
    child.stdout?.setEncoding("utf8").on("data", read);
    child.stderr?.setEncoding("utf8").on("data", read);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      reject(new Error(`${child.spawnfile} ended (${signal ?? code}) before it was ready:\n${output}`));
    });
  });
}
