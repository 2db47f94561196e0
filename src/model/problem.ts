// What is wrong with a project, where, and what to do about it.
import type { Position } from "./dag-model.ts";

export interface Problem {
  readonly message: string;
  readonly position: Position | null;
}
