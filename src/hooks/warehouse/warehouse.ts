// What a warehouse is to a task: statements, and transactions of them.
import type { Statements } from "./sql.ts";

/**
 * An SQL database. It connects when it is first used; several statements may be under way at once, each on a
 * connection of its own (four at most).
 *
 * Its methods throw `AirflowFailException` for what no retry mends: a refused login, an unknown database, a
 * missing table or permission, a mistake in the SQL.
 */
export interface Warehouse extends Statements {
  /**
   * Runs statements as one: all of them take effect when `work` returns, none when it throws. They must go
   * through `work`'s argument.
   *
   * @returns what `work` returns
   */
  transaction<T>(work: (transaction: Statements) => Promise<T>): Promise<T>;

  /** Ends its sessions; awaited when the task ends. */
  close(): Promise<void>;
}
