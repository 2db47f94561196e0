// Prints problems the way compilers do: file:line:column, the message, the lines around it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import pc from "picocolors";
import type { Position, Problem } from "../../model/problem.ts";

/**
 * All problems, in the order of their places, and a last line that counts them.
 *
 * @param ending says what came of the build
 */
export function formatProblems(
  projectFolder: string,
  problems: readonly Problem[],
  ending = "Nothing was written.",
): string {
  const blocks = [...problems].sort(byPlace).map((problem) => formatProblem(projectFolder, problem));
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return `${blocks.join("\n\n")}\n\n${pc.red(`${count}. ${ending}`)}`;
}

function formatProblem(projectFolder: string, { message, position }: Problem): string {
  if (!position) return `${pc.red("error")} ${message}`;
  const place = `${position.file}:${position.line}:${position.column}`;
  return [`${pc.cyan(place)} ${pc.red("error")} ${message}`, codeFrame(projectFolder, position)]
    .filter((part) => part !== "")
    .join("\n\n");
}

function codeFrame(projectFolder: string, { file, line, column }: Position): string {
  try {
    const source = readFileSync(path.resolve(projectFolder, file), "utf8");
    return codeFrameColumns(source, { start: { line, column } }, { highlightCode: pc.isColorSupported });
  } catch {
    return "";
  }
}

function byPlace(a: Problem, b: Problem): number {
  const [left, right] = [a.position, b.position];
  if (!left || !right) return Number(left !== null) - Number(right !== null);
  return left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column;
}
