// The ready-made webhook against a server on loopback.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webhook } from "windsock/callbacks";
import {
  dagCallbackContext,
  deadlineCallbackContext,
  runCallback,
  taskCallbackContext,
} from "windsock/testing";

const requests: {
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}[] = [];
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    requests.push({ url: request.url ?? "", authorization: request.headers.authorization, body });
    response.statusCode = request.url === "/broken" ? 500 : 200;
    response.end("ok");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const failed = taskCallbackContext("failed", {
  dagId: "nightly",
  taskId: "load",
  runId: "r1",
  tryNumber: 3,
  error: {
    type: "TypeError",
    message: "fetch failed",
    frames: ["load (dags-ts/load.ts:12:9)"],
    cause: { type: "Error", message: "connect <ECONNREFUSED>", frames: [], cause: null },
  },
  logUrl: "http://airflow/log",
});
const text = [
  "Task load of nightly has failed: TypeError: fetch failed (caused by Error: connect <ECONNREFUSED>)",
  "Run r1, try 3",
  "at load (dags-ts/load.ts:12:9)",
  "http://airflow/log",
].join("\n");

test("posts all that it is told, with basic authentication", async () => {
  const api = `http://me:geheimes-wort@${base}`;
  const { log } = await runCallback(webhook, { input: {}, connections: { api }, context: failed });
  expect(log).toEqual(["INFO    The webhook has taken the message."]);
  expect(requests.at(-1)).toMatchObject({
    url: "/",
    authorization: `Basic ${Buffer.from("me:geheimes-wort").toString("base64")}`,
    body: { text, kind: "task", taskId: "load", error: { message: "fetch failed" } },
  });
});

test("posts in Slack's shape to the address that a connection of Airflow's for Slack has", async () => {
  const api = JSON.stringify({
    conn_type: "slackwebhook",
    host: `http://${base}/services`,
    password: "T0/B0/xyz",
  });
  await runCallback(webhook, { input: { shape: "slack" }, connections: { api }, context: failed });
  const escaped = text.replace("<", "&lt;").replace(">", "&gt;");
  expect(requests.at(-1)).toEqual({
    url: "/services/T0/B0/xyz",
    authorization: undefined,
    body: { text: escaped },
  });
});

test("posts in Teams's shape what a run says of its failed tasks", async () => {
  const api = JSON.stringify({ conn_type: "http", host: base, extra: { webhook_token: "flow?sig=secret" } });
  const context = dagCallbackContext("failed", {
    dagId: "nightly",
    runId: "r1",
    failedTasks: [{ taskId: "load", mapIndex: -1, tryNumber: 3, error: failed.error, logUrl: null }],
  });
  await runCallback(webhook, { input: { shape: "teams" }, connections: { api }, context });
  expect(requests.at(-1)).toMatchObject({
    url: "/flow?sig=secret",
    body: {
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: {
            body: [
              { text: "A run of nightly has failed: task_failure", weight: "Bolder" },
              { text: "Run r1" },
              { text: expect.stringContaining("load: TypeError: fetch failed") },
              { text: "at load (dags-ts/load.ts:12:9)" },
            ],
          },
        },
      ],
    },
  });
});

test("says that the webhook refused the message, without its address", async () => {
  const api = JSON.stringify({ conn_type: "http", host: base, extra: { webhook_token: "broken" } });
  await expect(runCallback(webhook, { input: {}, connections: { api }, context: failed })).rejects.toThrow(
    new Error('The webhook of connection "api" answered 500.'),
  );
});

test("says of a deadline until when the run should have ended, and what it is", async () => {
  const context = deadlineCallbackContext({ dagId: "nightly", runId: "r1" });
  await runCallback(webhook, { input: { shape: "slack" }, connections: { api: `http://${base}` }, context });
  expect(requests.at(-1)?.body).toEqual({
    text: "A run of nightly has missed its deadline of 2026-01-01T01:00:00.000Z: it is running\nRun r1",
  });
});
