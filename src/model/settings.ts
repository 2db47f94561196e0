// What a project chooses for itself, in `windsock.config.ts` or by saying nothing.
import type { JsonValue } from "./json.ts";

/** The versions of Airflow that the emitted files run on, the oldest first. */
export const airflowReleases = ["2.10", "2.11", "3.0", "3.1", "3.2", "3.3"] as const;
export type AirflowVersion = (typeof airflowReleases)[number];

/** What is done with a package that stays out of the bundles: it is copied beside them, or the worker has it. */
export const externalKinds = ["ship", "installed"] as const;
export type ExternalKind = (typeof externalKinds)[number];

/** What a file that is imported becomes; esbuild's names. */
export const loaders = [
  "text",
  "json",
  "base64",
  "dataurl",
  "binary",
  "js",
  "jsx",
  "ts",
  "tsx",
  "empty",
] as const;
export type Loader = (typeof loaders)[number];

export interface Settings {
  /** The folder DAG modules are found in; relative to the project's, with forward slashes. */
  readonly dags: string;
  /** The folder Airflow reads; relative to the project's, with forward slashes. */
  readonly generated: string;
  /** The versions of Airflow that the DAGs are for, the oldest first. */
  readonly airflow: readonly AirflowVersion[];
  /** By the name of a package. */
  readonly external: Readonly<Record<string, ExternalKind>>;
  /** By the ending of a file's name, its dot included. */
  readonly loader: Readonly<Record<string, Loader>>;
  /** Whether a build checks types. */
  readonly types: boolean;
  /** Options of all tasks of all DAGs as a model has them, below those that a DAG says itself. */
  readonly defaults: Readonly<Record<string, JsonValue>>;
  /** The files that say all this, relative to the project's folder: what is built depends on them, too. */
  readonly files: readonly string[];
}

/** A project's without `windsock.config.ts`. */
export const defaultSettings: Settings = {
  dags: "dags-ts",
  generated: "generated",
  airflow: airflowReleases,
  external: {},
  loader: { ".sql": "text", ".txt": "text", ".md": "text" },
  types: true,
  defaults: {},
  files: [],
};
