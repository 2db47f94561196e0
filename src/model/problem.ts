// What is wrong with a project, where, and what to do about it.
import * as z from "zod";

/** Where something was written. Lines and columns count from 1; `file` is relative to the project's folder. */
export const Position = z.object({ file: z.string(), line: z.number().int(), column: z.number().int() });
export type Position = z.infer<typeof Position>;

/** A part of what a DAG or a task was declared with: names of properties, from the outside in. */
export const Part = z.object({
  of: z.enum(["options", "input"]),
  path: z.array(z.string()).readonly(),
});
export type Part = z.infer<typeof Part>;

export interface Problem {
  readonly message: string;
  readonly position: Position | null;
  /** What of the declaration at the position it is about; undefined when that is all of it. */
  readonly part?: Part | undefined;
  /** Where the declaration is, when the position is that of its part. */
  readonly declaration?: Position | undefined;
}
