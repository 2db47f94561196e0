// A callback that writes an e-mail.
import * as z from "zod";
import { type CallbackDefinition, type CallbackKind, defineCallback } from "../sdk/callback.ts";
import { mailServer } from "./mail-server.ts";
import { headlineOf, textOf } from "./message.ts";

const EmailInput = z.object({
  to: z.array(z.email()).min(1),
  cc: z.array(z.email()).optional(),
  /** Who writes. @default the connection's `from_email` */
  from: z.string().optional(),
});

/**
 * Writes what happened to people: of a task its error, where that was thrown and the link to the log; of a run its failed
 * tasks. The subject is the first line of it.
 *
 * @example
 * import { connection, Dag } from "windsock";
 * import { email } from "windsock/callbacks";
 *
 * const writeToTheTeam = email({ to: ["data@example.com"] }, { server: connection("smtp_default") });
 * const dag = new Dag("nightly", { onFailure: writeToTheTeam });
 */
export const email: CallbackDefinition<
  typeof EmailInput,
  { readonly server: typeof mailServer },
  CallbackKind
> = defineCallback({
  name: "email",
  input: EmailInput,
  connections: { server: mailServer },
  async run({ context, input: { to, cc, from }, connections: { server }, log }) {
    const subject = headlineOf(context).replaceAll(/\s+/g, " ");
    await server.send({ from, to, cc, subject, text: textOf(context) });
    log.info(`The mail server has taken the message for ${[...to, ...(cc ?? [])].join(", ")}.`);
  },
});
