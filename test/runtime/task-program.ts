// A task as the compiler writes it into a bundle, for tests of the runtime's parts.
import type { TaskProgram } from "../../src/runtime/task-program.ts";

export function taskProgram(changes: Partial<TaskProgram> = {}): TaskProgram {
  return {
    dagId: "sample",
    taskId: "load",
    operatorName: "LoadOperator",
    input: { kind: "object", entries: {} },
    inputSchema: {},
    connections: {},
    params: {},
    build: "0123456789ab",
    dagsFolder: "dags-ts",
    ...changes,
  };
}
