// A hook, in Airflow's sense: turns a connection into a client for an external system.
import type { Connection } from "../model/connection/connection.ts";
import type { Logger } from "./logger.ts";

export type { Connection } from "../model/connection/connection.ts";

/** What a client made by a hook may have: `close` is awaited when the task ends, however it ends. */
export interface Client {
  close?(): Promise<void> | void;
}

/** What a hook gets besides the connection. */
export interface HookServices {
  readonly log: Logger;
  /** Aborted when the task is asked to stop; every call under way must then end. */
  readonly signal: AbortSignal;
}

/** How a declared connection becomes the client a task works with. */
export interface Hook<C extends object> {
  readonly name: string;
  /** Airflow connection types it accepts, such as `aws`; empty means any. */
  readonly connTypes: readonly string[];
  /** Opens the client; may connect lazily. */
  open(connection: Connection, services: HookServices): C | Promise<C>;
}

/**
 * Defines a hook.
 *
 * @example
 * const searchApi = defineHook({
 *   name: "SearchApiHook",
 *   connTypes: ["http"],
 *   open: ({ host, password }) => new SearchApi(host, password),
 * });
 */
export function defineHook<C extends object>(hook: Hook<C>): Hook<C> {
  return hook;
}

/** Hands the task the connection's own fields, for systems that have no hook. */
export const rawConnection: Hook<Connection> = defineHook({
  name: "RawConnection",
  connTypes: [],
  open: (connection) => connection,
});
