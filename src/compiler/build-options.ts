// What whoever builds a project may choose.
import type { TypeChecker } from "./check/types/type-checker.ts";
import type { Describer } from "./describe/describe-dags.ts";

/** What a build does, and what it may use. */
export interface BuildOptions {
  /** Milliseconds that evaluating one DAG module may take. */
  readonly timeLimit: number;
  /** Null when types are not to be checked. */
  readonly types?: TypeChecker | null;
  /** The interpreter to check Python operators against; null when they are not to be checked. */
  readonly python?: string | null;
  /** Whether what earlier builds left in the project's cache is used, and what this one learns is kept there. */
  readonly cache?: boolean;
  /** Told when the build has to wait for another process's. */
  readonly note?: (text: string) => void;
}

export interface Noted {
  /** What is no problem, and should be known. */
  readonly note: string | null;
}

/** Loaded when there is something to describe. */
export async function describerFor({ timeLimit }: BuildOptions): Promise<Describer> {
  const { Describer } = await import("./describe/describe-dags.ts");
  return new Describer(timeLimit);
}
