// What a command knows of the runs that its tasks have brought about of other DAGs.

/** That a run of one DAG waits for a run of another. */
interface Wait {
  readonly from: string;
  readonly to: string;
}

export class OtherRuns {
  /** Ids of DAGs of which a run has failed. */
  readonly failed = new Set<string>();
  /** Exit codes, by DAG and id of the run. */
  readonly #ends = new Map<string, Promise<number>>();
  readonly #waits = new Set<Wait>();

  /** Whether the run has been brought about before; it may be under way. */
  has(dagId: string, runId: string): boolean {
    return this.#ends.has(`${dagId} ${runId}`);
  }

  /** Whether a run of the first DAG waits for one of the other, itself or through others. */
  waitsFor(dagId: string, other: string): boolean {
    const seen = new Set<string>();
    const reach = (from: string): boolean => {
      if (from === other) return true;
      if (seen.has(from)) return false;
      seen.add(from);
      return [...this.#waits].some((wait) => wait.from === from && reach(wait.to));
    };
    return reach(dagId);
  }

  /**
   * Waits for the end of a run that has been brought about before.
   *
   * @param from id of the DAG whose task waits
   */
  async end(from: string, dagId: string, runId: string): Promise<void> {
    const end: Promise<unknown> = this.#ends.get(`${dagId} ${runId}`) ?? Promise.resolve();
    // How it ended is told by whoever has brought it about.
    await this.#wait({ from, to: dagId }, end).catch(() => undefined);
  }

  /**
   * Has a run take place, when it is not under way any more.
   *
   * @param from id of the DAG whose task asks for it
   * @param run resolves to its exit code
   */
  run(from: string, dagId: string, runId: string, run: () => Promise<number>): Promise<number> {
    const before = this.waitsFor(dagId, from) ? undefined : this.#ends.get(`${dagId} ${runId}`);
    const end = (before ?? Promise.resolve()).then(run, run);
    this.#ends.set(`${dagId} ${runId}`, end);
    return this.#wait({ from, to: dagId }, end);
  }

  async #wait<Value>(wait: Wait, end: Promise<Value>): Promise<Value> {
    this.#waits.add(wait);
    try {
      return await end;
    } finally {
      this.#waits.delete(wait);
    }
  }
}
