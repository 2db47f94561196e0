// A callback that posts a message to a webhook.
import * as z from "zod";
import { type CallbackDefinition, type CallbackKind, defineCallback } from "../sdk/callback.ts";
import { defineHook, type Hook } from "../sdk/hook.ts";
import { slackMessage, teamsMessage, textOf } from "./message.ts";

/** Where a webhook's messages go. */
export interface WebhookClient {
  /**
   * Posts a JSON body.
   *
   * @throws Error when nobody answers, or the answer is no success; it never quotes the address
   */
  post(body: object): Promise<void>;
}

/**
 * Opens an Airflow connection as a webhook.
 *
 * - `http`: host, port and schema as Airflow's HTTP hook reads them; login and password become basic authentication.
 *   Extra: `headers`, and `webhook_token`, the secret part of the address, which goes behind the host.
 * - `slackwebhook`: the password is the secret part of the address, `T000/B000/XXX`.
 */
export const webhookApi: Hook<WebhookClient> = defineHook({
  name: "WebhookHook",
  connTypes: ["http", "slackwebhook"],
  extra: z.looseObject({
    headers: z.record(z.string(), z.string()).optional(),
    webhook_token: z.string().optional(),
  }),
  open({ connId, connType, host, port, schema, login, password, extra }, { signal }) {
    const isSlack = connType === "slackwebhook";
    const base = host ?? (isSlack ? "hooks.slack.com/services" : "localhost");
    const usual = isSlack ? "https" : "http";
    const start = base.includes("://") ? base : `${schema || usual}://${base}`;
    const token = isSlack ? password : extra.webhook_token;
    const url = new URL(start);
    if (port !== null) url.port = String(port);
    const address = token ? `${url.href.replace(/\/$/, "")}/${token.replace(/^\//, "")}` : url.href;
    const basic =
      !isSlack && login !== null
        ? { authorization: `Basic ${Buffer.from(`${login}:${password ?? ""}`).toString("base64")}` }
        : {};
    const headers = { "content-type": "application/json", ...basic, ...extra.headers };
    return {
      async post(body) {
        const response = await fetch(address, {
          method: "POST",
          headers,
          body: JSON.stringify(body),
          signal,
        });
        await response.body?.cancel();
        if (!response.ok)
          throw new Error(`The webhook of connection "${connId}" answered ${response.status}.`);
      },
    };
  },
});

const shapes = {
  /** All that a callback is told, and the message as `text`. */
  plain: (context: Parameters<typeof textOf>[0]) => ({ text: textOf(context), ...context }),
  slack: slackMessage,
  teams: teamsMessage,
} as const;

const WebhookInput = z.object({
  /** Who takes the message. */
  shape: z.enum(["plain", "slack", "teams"]).default("plain"),
});

/**
 * Posts to a webhook what happened: of a task its error, where that was thrown and the link to the log; of a run its
 * failed tasks.
 *
 * @example
 * import { connection, Dag } from "windsock";
 * import { webhook } from "windsock/callbacks";
 *
 * const tellTheTeam = webhook({ shape: "slack" }, { api: connection("team_channel") });
 * const dag = new Dag("nightly", { onFailure: tellTheTeam });
 */
export const webhook: CallbackDefinition<
  typeof WebhookInput,
  { readonly api: typeof webhookApi },
  CallbackKind
> = defineCallback({
  name: "webhook",
  input: WebhookInput,
  connections: { api: webhookApi },
  async run({ context, input, connections: { api }, log }) {
    await api.post(shapes[input.shape](context));
    log.info("The webhook has taken the message.");
  },
});
