// `windsock python-types`: writes the types of Python operators that are installed.
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { airflowVersions } from "../airflow/environment/airflow-versions.ts";
import { inspectOperators } from "../compiler/operators/inspect-operators.ts";
import { operatorTypes } from "../compiler/operators/operator-types.ts";
import { UsageError, UserError } from "../model/errors.ts";
import { findProject } from "../model/project.ts";
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
  const python = text(options, "python") ?? ownPython();
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

/** The Python of an Airflow that `windsock airflow` has installed, the newest one. */
function ownPython(): string {
  const { folder } = findProject(process.cwd());
  const pythons = airflowVersions.map((version) => path.join(folder, ".airflow", version, "bin/python"));
  const python = pythons.find((file) => existsSync(file));
  if (python !== undefined) return python;
  throw new UserError(
    "There is no Airflow to ask. Name the Python that one is installed for (--python <interpreter>), " +
      "or let `npx windsock airflow` install one.",
  );
}
