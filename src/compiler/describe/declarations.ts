// Keeps what modules declare while they are evaluated, and notices what is declared when that is over.
import { setTimeout as wait } from "node:timers/promises";
import type { DeclaredTask, Listener, MadeDag } from "../../model/listener.ts";

export class Declarations implements Listener {
  /** Tasks that came when their DAG was described already. */
  readonly late: DeclaredTask[] = [];
  readonly #described = new Set<MadeDag>();
  /** Those that no module was found to export. */
  readonly #made = new Set<MadeDag>();

  made(dag: MadeDag): void {
    this.#made.add(dag);
  }

  declared(dag: MadeDag, task: DeclaredTask): void {
    if (this.#described.has(dag)) this.late.push(task);
  }

  /** DAGs that are still no module's. */
  get unclaimed(): readonly MadeDag[] {
    return [...this.#made];
  }

  /** @param dag what a module exports */
  described(dag: MadeDag | undefined): void {
    if (!dag) return;
    this.#described.add(dag);
    this.#made.delete(dag);
  }
}

/** For work that modules have begun, in milliseconds. */
const patience = 200;

/** What a process has that is only connected to its parent. */
const idle = new Set(["PipeWrap", "TTYWrap", "ConnectWrap"]);

/** Waits until what the modules have begun is over, but not long: they should have begun nothing. */
export async function untilQuiet(): Promise<void> {
  const end = performance.now() + patience;
  do {
    await wait(1);
  } while (
    performance.now() < end &&
    process.getActiveResourcesInfo().some((resource) => !idle.has(resource))
  );
}
