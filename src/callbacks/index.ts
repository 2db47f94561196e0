/// <reference types="node" preserve="true" />
/**
 * Callbacks that are ready to be set, and what they are made of.
 *
 * @module windsock/callbacks
 */
export { email } from "./email.ts";
export { type Mail, type MailClient, mailServer } from "./mail-server.ts";
export {
  headlineOf,
  type SlackMessage,
  slackMessage,
  type TeamsMessage,
  teamsMessage,
  textOf,
} from "./message.ts";
export { type WebhookClient, webhook, webhookApi } from "./webhook.ts";
