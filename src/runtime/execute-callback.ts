// Runs a callback's code between its checks: input, connections, the work.
import type { Connection } from "../model/connection/connection.ts";
import type { JsonValue } from "../model/json.ts";
import type { CallbackContext } from "../model/run/callback-context.ts";
import { type AnyCallbackSpec, type CallbackArgs, isDefinition } from "../sdk/callback.ts";
import type { CallbackCode } from "../sdk/callback-names.ts";
import type { HookServices } from "../sdk/hook.ts";
import { checkValue } from "./check-value.ts";
import { withClients } from "./with-clients.ts";

/** What one call is given; everything comes from outside, so that a test can give it, too. */
export interface Call extends HookServices {
  readonly input: JsonValue;
  readonly connections: Readonly<Record<string, Connection>>;
  readonly context: CallbackContext;
}

type Run = (args: CallbackArgs<CallbackContext, unknown, Readonly<Record<string, object>>>) => unknown;

/**
 * Runs the code once.
 *
 * @throws whatever the code throws; AirflowFailException when the input or a connection is not what the callback says
 */
export async function executeCallback(code: CallbackCode, call: Call): Promise<void> {
  const { name, input, connections = {}, run } = specOf(code);
  const { context, log, signal } = call;
  const checked = await checkValue(input, call.input, `The input of ${name} does not fit its schema`);
  await withClients(connections, call, async (clients) => {
    await (run as Run)({ context, input: checked, connections: clients, log, signal });
    signal.throwIfAborted();
  });
}

/** What a callback is made of: an exported definition is a function, too. */
function specOf(code: CallbackCode): AnyCallbackSpec {
  if (isDefinition(code)) return code.spec;
  return typeof code === "function" ? { name: "the callback", run: code } : code;
}
