// What is wrong with what an author has written.

/** Something that cannot be, at a place in an author's options. */
export interface Misuse {
  /** Names of options, from the outside in. */
  readonly path: readonly string[];
  /** In words that follow "The DAG " or "Task ... ". */
  readonly problem: string;
}
