// Finds the warehouse a query means when it names none.

import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { connectionVariable } from "../../model/connection/connection.ts";
import { loadEnvironment } from "../../model/connection/environment.ts";
import { UsageError } from "../../model/errors.ts";
import { dagsFolder, type Project } from "../../model/project.ts";
import { embeddedType } from "./embedded-warehouse.ts";

/** Connection types a query can run on. */
export const warehouseTypes: readonly string[] = [embeddedType, "postgres", "redshift"];

/**
 * The id of the only warehouse connection in the environment.
 *
 * @throws {UsageError} when there is none, or more than one
 */
export function pickWarehouse(project: Project, env: NodeJS.ProcessEnv): string {
  const environment = loadEnvironment(project.folder, env);
  const ids = connectionIds(project, env).filter((connId) =>
    warehouseTypes.includes(environment.connection(connId).connType),
  );
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  const found =
    only === undefined
      ? `The environment has no connection of type ${warehouseTypes.join(", ")}.`
      : `The environment has several warehouses: ${ids.join(", ")}.`;
  throw new UsageError(`${found} Name one with --conn.`);
}

/** In lower case: the names of variables do not keep the case of ids. */
function connectionIds(project: Project, env: NodeJS.ProcessEnv): string[] {
  const prefix = connectionVariable("");
  const files = [path.join(project.folder, ".env"), path.join(project.folder, dagsFolder, "local.env")];
  const names = [env, ...files.map(readEnvFile)].flatMap((values) => Object.keys(values));
  const ids = names
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).toLowerCase());
  return [...new Set(ids)].sort();
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
