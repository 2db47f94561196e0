// The Variables that tasks of local runs have written, as they lie in the project's `out` folder.
import { readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors.ts";
import { isPlainObject } from "../to-json.ts";

/** Texts by the names they have in the environment (`AIRFLOW_VAR_*`); null where one was deleted. */
export type WrittenVariables = Readonly<Record<string, string | null>>;

export function writtenVariablesPath(projectFolder: string): string {
  return path.join(projectFolder, "out", "variables.json");
}

/** @throws {UserError} when the file is there and cannot be read */
export function readWrittenVariables(projectFolder: string): WrittenVariables {
  const file = writtenVariablesPath(projectFolder);
  try {
    const values: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isTexts(values)) return values;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
  }
  // What is wrong with it may quote it, and it may hold secrets.
  throw new UserError(
    `${file} cannot be read: it is no JSON object of texts. Remove it to go on without the Variables that tasks have written.`,
  );
}

function isTexts(value: unknown): value is WrittenVariables {
  return (
    isPlainObject(value) && Object.values(value).every((text) => text === null || typeof text === "string")
  );
}
