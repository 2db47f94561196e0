/// <reference types="node" preserve="true" />
/**
 * Callbacks that are ready to be set, and what they are made of.
 *
 * @module windsock/callbacks
 */
export {
  headlineOf,
  type SlackMessage,
  slackMessage,
  type TeamsMessage,
  teamsMessage,
  textOf,
} from "./message.ts";
export { type WebhookClient, webhook, webhookApi } from "./webhook.ts";
