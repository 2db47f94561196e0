// What is wrong with a project, where, and what to do about it.
import * as z from "zod";

/** Where something was written. Lines and columns count from 1; `file` is relative to the project's folder. */
export const Position = z.object({ file: z.string(), line: z.number().int(), column: z.number().int() });
export type Position = z.infer<typeof Position>;

export interface Problem {
  readonly message: string;
  readonly position: Position | null;
}
