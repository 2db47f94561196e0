// A hook, in Airflow's sense: turns a connection into a client for an external system.
import type * as z from "zod";
import type { Connection } from "../model/connection/connection.ts";
import type { Logger } from "./logger.ts";

export type { Connection } from "../model/connection/connection.ts";

type Schema = z.core.$ZodType;

/** What a client made by a hook may have. */
export interface Client {
  /** Awaited when the task ends, however it ends. */
  close?(): Promise<void> | void;
}

/** What a hook gets besides the connection. */
export interface HookServices {
  /** The task's log. */
  readonly log: Logger;
  /** Aborted when the task is asked to stop; every call under way must then end. */
  readonly signal: AbortSignal;
}

/** How a declared connection becomes the client a task works with. Made by `defineHook`. */
export interface Hook<C extends object> {
  readonly name: string;
  readonly connTypes: readonly string[];
  readonly extra?: Schema | undefined;
  /** Makes the client. */
  open(connection: Connection, services: HookServices): C | Promise<C>;
}

/** What a hook is made of; see `defineHook`. */
export interface HookSpec<C extends object, Extra extends Schema> {
  /** The hook's name in errors, such as `SearchApiHook`. */
  readonly name: string;
  /** Airflow connection types it accepts, such as `aws`; empty means any. */
  readonly connTypes: readonly string[];
  /**
   * Schema of the connection's extra. What does not fit fails the task, without retries, by name; a strict object
   * leaves nothing that a connection says unheard. Text is all that a URI can hold: `z.coerce.number()` takes both.
   *
   * @default anything; `open` reads it as unknown values
   */
  readonly extra?: Extra;
  /**
   * Opens the client; may connect lazily, and import what it needs: then a build loads no driver. What the client has as
   * `close` is awaited when the task ends.
   */
  open(
    connection: Omit<Connection, "extra"> & { readonly extra: z.output<Extra> },
    services: HookServices,
  ): C | Promise<C>;
}

/**
 * Defines a hook.
 *
 * @example
 * import { defineHook } from "windsock";
 * import * as z from "zod";
 *
 * export const searchApi = defineHook({
 *   name: "SearchApiHook",
 *   connTypes: ["http"],
 *   extra: z.strictObject({ timeout: z.coerce.number().positive().default(30) }),
 *   open: ({ host, extra }, { signal }) => ({
 *     find: (text: string) =>
 *       fetch(`https://${host}/search?q=${encodeURIComponent(text)}`, {
 *         signal: AbortSignal.any([signal, AbortSignal.timeout(extra.timeout * 1000)]),
 *       }),
 *   }),
 * });
 */
export function defineHook<C extends object, Extra extends Schema = z.ZodType<Connection["extra"]>>(
  hook: HookSpec<C, Extra>,
): Hook<C> {
  return hook as Hook<C>;
}

/** Hands the task the connection's own fields, for systems that have no hook. */
export const rawConnection: Hook<Connection> = defineHook({
  name: "RawConnection",
  connTypes: [],
  open: (connection) => connection,
});
