// `windsock python-types`: writes the types of Python operators that are installed.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { inspectOperators } from "../compiler/operators/inspect-operators.ts";
import { operatorTypes } from "../compiler/operators/operator-types.ts";
import { UsageError } from "../model/errors.ts";
import { findProject } from "../model/project.ts";
import { chosenPython } from "./chosen-python.ts";
import { type Options, text } from "./options.ts";

/** @returns the exit code */
export async function pythonTypesCommand(classes: readonly string[], options: Options): Promise<number> {
  if (classes.length === 0) {
    throw new UsageError(
      "Name a class with its module, such as airflow.providers.standard.operators.bash.BashOperator.",
    );
  }
  const output = text(options, "output");
  if (options.check && output === undefined)
    throw new UsageError("--check needs the file to look at: --output <file>.");
  const python = chosenPython(findProject(process.cwd()), options);
  const command = `windsock python-types ${classes.join(" ")}`;
  const source = operatorTypes(await inspectOperators(python, classes), command);
  if (output === undefined) {
    process.stdout.write(source);
    return 0;
  }
  if (options.check) return await check(output, source, command);
  await mkdir(path.dirname(output), { recursive: true });
  await writeFile(output, source);
  console.log(`  wrote   ${output}`);
  return 0;
}

async function check(file: string, source: string, command: string): Promise<number> {
  const there = existsSync(file) ? await readFile(file, "utf8") : "";
  if (withoutLayout(there) === withoutLayout(source)) return 0;
  console.error(`${file} is not what these classes are. Write it again: ${command} --output ${file}`);
  return 1;
}

/** A formatter may have changed where lines end, which says nothing. */
function withoutLayout(source: string): string {
  return source.replaceAll(/[\s,;*]+/g, "");
}
