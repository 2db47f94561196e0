// The versions of Node that are out there, beside the one that runs the tests.
import { execa } from "execa";

/** Later lines that are supported for long. */
export const laterNodes = { 22: "22.23.3", 24: "24.21.0" } as const;

/** The program of a version of Node, from npm; that of this process unless one is named. */
export async function nodeProgram(version?: string): Promise<string> {
  if (version === undefined) return process.execPath;
  const { stdout } = await execa("npx", ["-y", `node@${version}`, "--print", "process.execPath"]);
  return stdout.trim();
}
