// Airflow's environment forms (AIRFLOW_VAR_*, AIRFLOW_CONN_*), read for runs without Airflow.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { MissingValueError, UserError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import { parseConnection } from "./parse-connection.ts";
import { connectionPrefix, connectionVariable, variablePrefix, variableVariable } from "./variable-names.ts";
import type { WrittenVariables } from "./written-variables.ts";

type Values = Readonly<Record<string, string | null | undefined>>;

/** Variables and connections from several sources; the first source that has a name wins. Null says that there is none. */
export class Environment {
  readonly #projectFolder: string;
  readonly #sources: readonly Values[];
  readonly #written: Record<string, string | null>;

  /**
   * @param projectFolder what relative paths in connections are relative to
   * @param written what tasks have written: only the first source comes before it, as the environment of a worker does
   *   in Airflow
   */
  constructor(
    projectFolder: string,
    [first = {}, ...others]: readonly Values[],
    written: WrittenVariables = {},
  ) {
    this.#projectFolder = projectFolder;
    this.#written = { ...written };
    this.#sources = [first, this.#written, ...others];
  }

  /** Goes on with what a task has written, by the names of the environment. */
  write(texts: Readonly<Record<string, string | null>>): void {
    Object.assign(this.#written, texts);
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
    const texts = this.#sources.map((values) => values[name]);
    return texts.find((text) => text !== undefined && text !== "") ?? undefined;
  }
}

/**
 * What a run without Airflow sees: the process's environment, then what tasks have written, then the project's `.env`
 * (private, not committed), then `local.env` beside its DAGs (committed: where the embedded services are).
 *
 * @param dagsFolder absolute
 * @param written what tasks have written
 * @throws {UserError} when one of the files is there and cannot be read
 */
export function loadEnvironment(
  projectFolder: string,
  dagsFolder: string,
  processValues: Values,
  written: WrittenVariables = {},
): Environment {
  const files = [path.join(projectFolder, ".env"), path.join(dagsFolder, "local.env")];
  return new Environment(projectFolder, [processValues, ...files.map(readEnvFile)], written);
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
