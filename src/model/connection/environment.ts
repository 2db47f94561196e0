// Airflow's environment forms (AIRFLOW_VAR_*, AIRFLOW_CONN_*), read for runs without Airflow.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { MissingValueError, UserError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { parseConnection } from "./parse-connection.ts";
import { connectionPrefix, connectionVariable, variablePrefix, variableVariable } from "./variable-names.ts";

type Values = Readonly<Record<string, string | undefined>>;

/** Variables and connections from several sources; the first source that has a name wins. */
export class Environment {
  readonly #projectFolder: string;
  readonly #sources: readonly Values[];

  /** @param projectFolder what relative paths in connections are relative to */
  constructor(projectFolder: string, sources: readonly Values[]) {
    this.#projectFolder = projectFolder;
    this.#sources = sources;
  }

  variable(key: string): string | undefined {
    return this.#find(variableVariable(key));
  }

  /**
   * A relative `path` in the connection's extra (Airflow's "File (path)" type) is made absolute.
   *
   * @throws {MissingValueError} when no source has it
   * @throws {ConnectionFormatError} when its text cannot be read
   */
  connection(connId: string): Connection {
    const name = connectionVariable(connId);
    const text = this.#find(name);
    if (text === undefined) {
      throw new MissingValueError(
        `Connection "${connId}" does not exist. Set ${name} in the environment or in .env ` +
          "(a URI such as type://login:password@host:port/schema, or JSON).",
      );
    }
    const connection = parseConnection(connId, text);
    const { path: location } = connection.extra;
    if (typeof location !== "string") return connection;
    return {
      ...connection,
      extra: { ...connection.extra, path: path.resolve(this.#projectFolder, location) },
    };
  }

  /** Ids of all connections, sorted; in lower case, since the names of variables do not keep the case of ids. */
  connectionIds(): string[] {
    return this.#names(connectionPrefix).map((name) => name.slice(connectionPrefix.length).toLowerCase());
  }

  /** All variables, by the names they have in the environment: `AIRFLOW_VAR_*`. */
  variables(): Record<string, string> {
    return Object.fromEntries(this.#names(variablePrefix).map((name) => [name, this.#find(name) ?? ""]));
  }

  #names(prefix: string): string[] {
    const names = new Set(this.#sources.flatMap((values) => Object.keys(values)));
    return [...names].filter((name) => name.startsWith(prefix) && this.#find(name) !== undefined).sort();
  }

  /** An empty text counts as none, so that a shell can take one away for a single command. */
  #find(name: string): string | undefined {
    return this.#sources.map((values) => values[name]).find((text) => text !== undefined && text !== "");
  }
}

/**
 * What a run without Airflow sees: the process's environment, then the project's `.env` (private, not
 * committed), then `local.env` beside its DAGs (committed: where the embedded services are).
 *
 * @param dagsFolder absolute
 * @throws {UserError} when one of the files is there and cannot be read
 */
export function loadEnvironment(
  projectFolder: string,
  dagsFolder: string,
  processValues: Values,
): Environment {
  return new Environment(projectFolder, [
    processValues,
    readEnvFile(path.join(projectFolder, ".env")),
    readEnvFile(path.join(dagsFolder, "local.env")),
  ]);
}

function readEnvFile(file: string): Values {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return {};
    throw new UserError(`${file} cannot be read: ${message}. It must be a text file of NAME=value lines.`, {
      cause: error,
    });
  }
}
