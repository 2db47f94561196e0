// Keeps the Variables that tasks write, for the tasks after them and for later runs.
import { chmodSync, writeFileSync } from "node:fs";
import type { Environment } from "../../model/connection/environment.ts";
import { variableVariable } from "../../model/connection/variable-names.ts";
import { readWrittenVariables, writtenVariablesPath } from "../../model/connection/written-variables.ts";
import { FileReplacement } from "../../system/replace-file.ts";

/** Texts by key; null where a Variable is to be deleted. */
type Changes = Readonly<Record<string, string | null>>;

/**
 * Writes them all at once, or none. Who calls this holds the lock of the project's `out` folder.
 *
 * @returns what was done, a sentence for each of them, without its value
 */
export function writeVariables(projectFolder: string, environment: Environment, changes: Changes): string[] {
  const texts = Object.fromEntries(
    Object.entries(changes).map(([key, text]) => [variableVariable(key), text] as const),
  );
  const file = new FileReplacement(writtenVariablesPath(projectFolder));
  try {
    const all = { ...readWrittenVariables(projectFolder), ...texts };
    // Like .env, it may hold secrets.
    writeFileSync(file.unfinished, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    chmodSync(file.unfinished, 0o600);
    file.commit();
  } finally {
    file.discard();
  }
  environment.write(texts);
  return Object.entries(changes).map(([key, text]) => {
    const done = `Variable "${key}" is ${text === null ? "deleted" : "set"}`;
    return (environment.variable(key) ?? null) === (text === "" ? null : text)
      ? `${done}, for local runs: out/variables.json`
      : `${done} in out/variables.json, but ${variableVariable(key)} of the environment comes before it`;
  });
}
