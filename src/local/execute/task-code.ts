// What runs for a task in a process of its own.
import type { Connection } from "../../model/connection/connection.ts";
import type { Expression } from "../../model/expression/expression.ts";
import type { JsonValue } from "../../model/json.ts";
import type { RunContext } from "../../model/run/run-context.ts";
import type { Masker } from "../../model/secrets/masker.ts";
import type { ProcessOptions } from "./run-process.ts";
import type { TryPlaces } from "./run-try.ts";
import type { HeldConnections } from "./task-connections.ts";

/** What a request is made of. */
interface AskedTry extends TryPlaces {
  readonly context: RunContext;
  readonly input: JsonValue;
  readonly held: HeldConnections;
}

export interface TaskCode {
  /** Evaluated before each try. */
  readonly input: Expression;
  readonly command: ProcessOptions["command"];
  /** What the process is asked. */
  readonly request: (asked: AskedTry) => unknown;
  /** Takes out of its output what is secret. @param read the connections that the task gets */
  readonly masker: (read: readonly Connection[]) => Masker;
}
