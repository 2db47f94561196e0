/// <reference types="node" preserve="true" />
/**
 * What `windsock.config.ts` imports.
 *
 * @module windsock/config
 */
import type { AirflowVersion, ExternalKind, Loader } from "../model/settings.ts";
import type { CallbackOption, TaskDefaults } from "../sdk/options.ts";

export type { AirflowVersion, ExternalKind, Loader };

/** What a project can choose. All of it is optional, as is the file. */
export interface WindsockConfig {
  /**
   * The folder of the DAG modules and of `local.env`, inside the project.
   *
   * @default "dags-ts"
   */
  readonly dags?: string;
  /**
   * The folder that Airflow reads, inside the project. All that is generated goes there.
   *
   * @default "generated"
   */
  readonly generated?: string;
  /**
   * The versions of Airflow that the DAGs are for, such as `["2.11", "3.3"]`. What one of them lacks is a problem of
   * the build, and `windsock airflow` starts the newest of them that it knows.
   *
   * @default all that emitted files run on, from 2.10
   */
  readonly airflow?: readonly AirflowVersion[];
  /**
   * Packages that stay out of the bundles, by name: `"ship"` copies the package and all it needs beside the bundles,
   * `"installed"` leaves it to the `node_modules` that the worker has.
   *
   * @default {} where a package cannot be bundled, it is shipped
   */
  readonly external?: Readonly<Record<string, ExternalKind>>;
  /**
   * What an imported file becomes, by the ending of its name: `{ ".html": "text" }` makes it a text.
   *
   * @default { ".sql": "text", ".txt": "text", ".md": "text" } and esbuild's own, such as JSON; yours are added to them
   */
  readonly loader?: Readonly<Record<`.${string}`, Loader>>;
  /**
   * Whether a build checks types. `false` is for who runs `tsc` anyway.
   *
   * @default true
   */
  readonly types?: boolean;
  /**
   * Options of all tasks of all DAGs. What a DAG says in its own `defaults`, or a task in its options, comes first.
   *
   * @default {} Airflow's own defaults
   */
  readonly defaults?: Omit<TaskDefaults, CallbackOption>;
}

/**
 * Gives the project's choices their type; it does nothing else.
 *
 * @example
 * ```ts
 * // windsock.config.ts
 * import { defineConfig } from "windsock/config";
 *
 * export default defineConfig({
 *   airflow: ["2.11", "3.3"],
 *   defaults: { retries: 3, retryDelay: { minutes: 5 } },
 * });
 * ```
 */
export function defineConfig(config: WindsockConfig): WindsockConfig {
  return config;
}
