// Lets the compiler hear of what is declared while it describes a module. Nobody listens anywhere else.

/** A DAG as it is made: its id, and the stack of where that was. */
export interface MadeDag {
  readonly dagId: string;
  readonly stack: string;
}

/** A task as it is declared: its id, and the stack of where that was. */
export interface DeclaredTask {
  readonly taskId: string;
  readonly stack: string;
}

export interface Listener {
  made(dag: MadeDag): void;
  declared(dag: MadeDag, task: DeclaredTask): void;
}

/** The same in every copy of this module: a bundle has its own. */
const key = Symbol.for("windsock.listener");

const holder = globalThis as { [key]?: Listener };

export function listen(listener: Listener): void {
  holder[key] = listener;
}

export function listener(): Listener | undefined {
  return holder[key];
}
