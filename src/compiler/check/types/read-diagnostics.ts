// Reads what `tsc --pretty false` prints: a line for each problem, and indented lines that go on with it.
import type { Problem } from "../../../model/problem.ts";

export interface Diagnostics {
  /** Those of the project's own files, and those that are of no file. */
  readonly problems: readonly Problem[];
  /** How many there are, those of packages included. */
  readonly diagnostics: number;
  /** What is no diagnostic. */
  readonly rest: string;
}

const start = /^(?:(?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<text>.*)$/;

export function readDiagnostics(printed: string): Diagnostics {
  const found: Problem[] = [];
  const rest: string[] = [];
  for (const line of printed.split(/\r?\n/)) {
    const match = start.exec(line)?.groups;
    const last = found.at(-1);
    if (match) found.push(toProblem(match));
    else if (last && rest.length === 0 && line.startsWith("  "))
      found.splice(-1, 1, { ...last, message: `${last.message}\n${line}` });
    else if (line.trim() !== "") rest.push(line);
  }
  return { problems: found.filter(isOwn), diagnostics: found.length, rest: rest.join("\n") };
}

function toProblem({ file, line, column, code, text = "" }: Record<string, string | undefined>): Problem {
  const message = `${text} (${code})`;
  // The configuration that the build has made is no file of anybody.
  if (file === undefined || file.startsWith("node_modules/.cache/windsock/")) {
    return { message: `TypeScript cannot check the types: ${message}`, position: null };
  }
  return { message, position: { file, line: Number(line), column: Number(column) } };
}

function isOwn({ position }: Problem): boolean {
  return position === null || !/(^|\/)node_modules\//.test(position.file);
}
