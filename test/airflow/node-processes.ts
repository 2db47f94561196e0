// Looks for processes of this machine by their command lines.
import { execa } from "execa";

/** The command lines of `node` processes that contain a text. */
export async function nodeProcesses(text: string): Promise<string[]> {
  return (await commandLines()).filter((line) => /^(\S*\/)?node\s/.test(line) && line.includes(text));
}

/** The command lines of all processes. */
export async function commandLines(): Promise<string[]> {
  const { stdout } = await execa("ps", ["-eww", "-o", "args="]);
  return stdout.split("\n");
}
