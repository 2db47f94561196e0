// A mail server, as Airflow's connections of type smtp say it.
import * as z from "zod";
import { defineHook, type Hook } from "../sdk/hook.ts";

/** A message of text. */
export interface Mail {
  /** @default the connection's `from_email` */
  readonly from?: string | undefined;
  readonly to: readonly string[];
  readonly cc?: readonly string[] | undefined;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails. */
export interface MailClient {
  /**
   * Hands a mail to the server.
   *
   * @throws Error when the server cannot be reached, or does not take the mail; it quotes neither the server nor secrets
   */
  send(mail: Mail): Promise<void>;
}

/** Airflow's form has true and false, a URI text: Python takes any text but the empty one for true. */
const flag = z.union([z.boolean(), z.string().transform((text) => text !== "")]).default(false);

const Extra = z.looseObject({
  from_email: z.string().optional(),
  timeout: z.coerce.number().int().positive().default(30),
  retry_limit: z.coerce.number().int().nonnegative().default(5),
  disable_ssl: flag,
  disable_tls: flag,
  ssl_context: z.enum(["default", "none"]).default("default"),
  auth_type: z.literal("basic", { error: "Only basic authentication is known here" }).default("basic"),
});

/** What Nodemailer's errors mean, by their codes. */
const meanings: Readonly<Record<string, string>> = {
  EAUTH: "refused the login",
  ECONNECTION: "closed the connection",
  EDNS: "was not found",
  EENVELOPE: "did not take the sender or a recipient",
  EMESSAGE: "did not take the message",
  ESOCKET: "could not be reached, or has a certificate that is not trusted",
  ETIMEDOUT: "did not answer in time",
  ETLS: "does not encrypt, which the connection wants",
};

/**
 * Opens an Airflow connection of type `smtp`, as Airflow's SmtpHook reads it: host, port, login and password. Extra:
 * `from_email`, `timeout` in seconds (30), `retry_limit` (5), `disable_ssl`, `disable_tls` and `ssl_context`, which is
 * `default` or `none`. Without `disable_ssl` the connection is encrypted from the beginning; with it, it is encrypted by
 * STARTTLS, unless there is `disable_tls`, too.
 */
export const mailServer: Hook<MailClient> = defineHook({
  name: "SmtpHook",
  connTypes: ["smtp"],
  extra: Extra,
  async open({ connId, host, port, login, password, extra }) {
    const { createTransport } = await import("nodemailer");
    const secure = !extra.disable_ssl;
    const wait = extra.timeout * 1000;
    const transport = createTransport({
      host: host ?? "localhost",
      // Those of Python's smtplib.
      port: port ?? (secure ? 465 : 25),
      secure,
      requireTLS: !secure && !extra.disable_tls,
      ignoreTLS: extra.disable_tls,
      tls: { rejectUnauthorized: extra.ssl_context !== "none" },
      ...(login && password ? { auth: { user: login, pass: password } } : {}),
      connectionTimeout: wait,
      greetingTimeout: wait,
      socketTimeout: wait,
      // A message may hold what a task's error says, which is text and no more.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return {
      async send({ from = extra.from_email, to, cc = [], subject, text }) {
        if (from === undefined) {
          throw new Error(
            `There is no sender. Say from, or from_email in the extra of connection "${connId}".`,
          );
        }
        for (let tried = 0; ; tried += 1) {
          try {
            await transport.sendMail({ from, to: [...to], cc: [...cc], subject, text });
            return;
          } catch (error) {
            const { code = "", responseCode } = Object(error) as { code?: string; responseCode?: number };
            if (code === "ECONNECTION" && tried < extra.retry_limit) continue;
            const answer = responseCode === undefined ? "" : `, with code ${responseCode}`;
            throw new Error(
              `The mail server of connection "${connId}" ${meanings[code] ?? `failed (${code || "no code"})`}${answer}.`,
            );
          }
        }
      },
      close: () => transport.close(),
    };
  },
});
