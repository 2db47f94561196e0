// How tasks are declared in the source: `dag.task(id, code)(input)`, or `dag.task(id, input, code)`.
import { type CallExpression, Node } from "ts-morph";

/** A call that declares a task which runs code, with `task` or `sensor`. */
export interface TaskCall {
  readonly id: Node | undefined;
  readonly code: Node | undefined;
  /** Whether the task is made by this call, and not by a call of what it returns. */
  readonly isMade: boolean;
}

/** Undefined where the call is one of something else. */
export function taskCall(call: CallExpression): TaskCall | undefined {
  if (!/^(?:task|sensor)$/.test(methodOf(call) ?? "")) return undefined;
  const [id, second, third] = call.getArguments();
  // Options are no function, and an operator is none that is written out as an object.
  const isMade = third !== undefined && (isFunction(third) || Node.isObjectLiteralExpression(second));
  return { id, code: isMade ? third : second, isMade };
}

/** `task` of `dag.task(...)`. */
export function methodOf(call: CallExpression): string | undefined {
  const callee = call.getExpression();
  return Node.isPropertyAccessExpression(callee) ? callee.getName() : undefined;
}

export function isFunction(node: Node): boolean {
  return Node.isArrowFunction(node) || Node.isFunctionExpression(node) || Node.isFunctionDeclaration(node);
}
