// Checks what a task is given, and what it returns, against the schemas of its operator and hooks.
import { prettifyError, safeParseAsync } from "zod/v4/core";
import type { AnyOperator } from "../sdk/operator.ts";
import { AirflowFailException } from "../sdk/outcome.ts";

/**
 * The value as its schema makes it; as it is where there is none.
 *
 * @param what begins the message: `The input of CountRowsOperator does not fit its schema`
 * @throws {AirflowFailException} that names the places, and quotes no value
 */
export async function checkValue(
  schema: AnyOperator["input"],
  value: unknown,
  what: string,
): Promise<unknown> {
  if (!schema) return value;
  const result = await safeParseAsync(schema, value);
  if (result.success) return result.data;
  throw new AirflowFailException(`${what}:\n${prettifyError(result.error)}`);
}
