// The HTTP hook of docs/hooks.md, against a server that misbehaves.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AirflowFailException, defineOperator } from "windsock";
import { runOperator } from "windsock/testing";
import * as z from "zod";
import { type HttpApi, httpApi } from "../../docs/examples/dags-ts/hooks/http-api.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What the server does with the next requests, the last one for good. */
let answers: Answer[] = [];
let requests: { line: string; authorization: string | undefined; body: string }[] = [];

const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const { method, url, headers } = request;
    requests.push({ line: `${method} ${url}`, authorization: headers.authorization, body });
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  });
});

let port = 0;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  requests = [];
});

const says =
  (status: number, text = "", headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(text);
const fine = says(200, '{"rows": 3}');
const silent: Answer = () => undefined;
const hangsUp: Answer = (request) => void request.socket.destroy();
const stopsHalfway: Answer = (request, response) => {
  response.writeHead(200, { "content-length": "100" }).write('{"rows"');
  setTimeout(() => request.socket.destroy(), 10);
};

const Rows = z.object({ rows: z.int() });
const getRows = (api: HttpApi) => api.get("rows", Rows);
const token = "t0ken-of-the-api";

interface Given {
  readonly signal?: AbortSignal;
  readonly [field: string]: unknown;
}

async function use(work: (api: HttpApi) => Promise<unknown>, { signal, ...fields }: Given = {}) {
  let value: unknown;
  const operator = defineOperator({
    name: "UseOperator",
    connections: { api: httpApi },
    async run({ connections }) {
      value = await work(connections.api);
    },
  });
  const api = { conn_type: "http", host: `http://127.0.0.1:${port}/v2`, password: token, ...fields };
  const { log } = await runOperator(operator, {
    input: {},
    connections: { api: JSON.stringify(api) },
    ...(signal && { signal }),
  });
  return { value, log };
}

const lines = () => requests.map(({ line }) => line);

describe("a request", () => {
  test("goes below the connection's address, with its token and a query", async () => {
    answers = [fine];
    const { value } = await use((api) => api.get("/rows", Rows, { day: "2026-01-01", page: 2 }));
    expect(value).toEqual({ rows: 3 });
    expect(requests).toEqual([
      { line: "GET /v2/rows?day=2026-01-01&page=2", authorization: `Bearer ${token}`, body: "" },
    ]);
  });

  test("has login and password where there are both, and a body as JSON", async () => {
    answers = [fine];
    await use((api) => api.post("rows", Rows, { add: 1 }), { login: "me" });
    const authorization = `Basic ${Buffer.from(`me:${token}`).toString("base64")}`;
    expect(requests).toEqual([{ line: "POST /v2/rows", authorization, body: '{"add":1}' }]);
  });

  test.each(["http://example.com/rows", "../v1/rows", "//example.com", "\\\\example.com"])(
    "does not leave for %s",
    async (path) => {
      answers = [fine];
      const sent = use((api) => api.get(path, Rows)).catch((error) => error);
      const outcome = await sent;
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AirflowFailException);
      else expect(lines()[0]).toMatch(/^GET \/v2\//);
    },
  );
});

describe("after a failure that passes", () => {
  test.each([
    ["500", says(500)],
    ["503 with Retry-After in seconds", says(503, "", { "retry-after": "0" })],
    ["503 with Retry-After as a date", says(503, "", { "retry-after": new Date(0).toUTCString() })],
    ["503 with a Retry-After that means nothing", says(503, "", { "retry-after": "soon" })],
    ["429", says(429, "", { "retry-after": "0" })],
    ["a connection that is closed without an answer", hangsUp],
    ["an answer that ends halfway", stopsHalfway],
  ])("it is sent again: %s", async (_, answer) => {
    answers = [answer, fine];
    const { value, log } = await use(getRows);
    expect(value).toEqual({ rows: 3 });
    expect(lines()).toEqual(["GET /v2/rows", "GET /v2/rows"]);
    const warnings = log.filter((line) => line.startsWith("WARNING"));
    expect(warnings).toEqual([expect.stringMatching(/^WARNING GET \/v2\/rows: .*; try 2 of 4 in \d\.\d s$/)]);
  });

  test("it is sent again when no answer comes in time", async () => {
    answers = [silent, fine];
    const { value, log } = await use(getRows, { extra: { timeout: 0.2 } });
    expect(value).toEqual({ rows: 3 });
    expect(log[0]).toContain("no answer within 0.2 s");
  });

  test("it fails after the last try, in a way that Airflow tries again", async () => {
    answers = [says(502)];
    const failed = await use(getRows, { extra: { tries: 2 } }).catch((error) => error);
    expect(failed).not.toBeInstanceOf(AirflowFailException);
    expect(failed.message).toBe("GET /v2/rows: the server answers 502");
    expect(requests).toHaveLength(2);
  });

  test("it leaves a long wait to Airflow", async () => {
    answers = [says(429, "", { "retry-after": "3600" })];
    await expect(use(getRows)).rejects.toThrow("GET /v2/rows: 429, too many requests");
    expect(requests).toHaveLength(1);
  });

  test("POST is sent again only when nothing was done", async () => {
    const post = (api: HttpApi) => api.post("rows", Rows, {});
    answers = [says(429, "", { "retry-after": "0" }), fine];
    expect((await use(post)).value).toEqual({ rows: 3 });
    for (const answer of [hangsUp, says(500)]) {
      requests = [];
      answers = [answer];
      await expect(use(post)).rejects.toThrow(/^POST \/v2\/rows: /);
      expect(requests).toHaveLength(1);
    }
  });
});

describe("what another try cannot mend fails at once", () => {
  test.each([
    [says(404), /the server answers 404\.$/],
    [says(401), /401\. See the login and password of the connection\.$/],
    [says(302, "", { location: "https://example.com/" }), /302\. Give the connection the address/],
    [says(200, '{"rows": "many"}'), /the answer is not as expected:[\s\S]*at rows/],
  ])("%#", async (answer, message) => {
    answers = [answer];
    const failed = await use(getRows).catch((error) => error);
    expect(failed).toBeInstanceOf(AirflowFailException);
    expect(failed.message).toMatch(message);
    expect(requests).toHaveLength(1);
  });

  test("but text that is not JSON may be a proxy's, and is tried again by Airflow", async () => {
    answers = [says(200, "<html>")];
    const failed = await use(getRows).catch((error) => error);
    expect(failed).not.toBeInstanceOf(AirflowFailException);
    expect(failed.message).toBe("GET /v2/rows: the answer is not JSON");
  });
});

test.each([
  ["waits for an answer", silent],
  ["waits for the next try", says(503, "", { "retry-after": "50" })],
])("a task that is asked to stop ends while it %s", async (_, answer) => {
  answers = [answer];
  const stop = new AbortController();
  const used = use(getRows, { signal: stop.signal });
  await expect.poll(() => requests.length).toBe(1);
  stop.abort(new Error("asked to stop"));
  await expect(used).rejects.toThrow(/asked to stop|aborted/);
  expect(requests).toHaveLength(1);
});

describe("a connection", () => {
  test.each([
    ["no host", { host: "" }],
    ["neither http nor https", { host: "api.example.com" }],
    ["another protocol", { host: "ftp://api.example.com" }],
    ["a login in its address", { host: `https://me:${token}@api.example.com` }],
    ["a password that is no token", { password: `${token}\n` }],
    ["an entry of the extra that is not known", { extra: { [token]: 1 } }],
    ["an entry of the extra that is out of bounds", { extra: { timeout: -1 } }],
  ])("with %s is refused, and none of its secrets is told", async (_, fields) => {
    const failed = await use(getRows, fields).catch((error) => error);
    expect(failed).toBeInstanceOf(AirflowFailException);
    if (!("extra" in fields)) expect(failed.message).not.toContain(token);
    expect(failed.message).toContain('onnection "api"');
  });

  test("may name the protocol as Airflow's URIs do", async () => {
    answers = [fine];
    const { value } = await use(getRows, { host: "127.0.0.1", port, schema: "http" });
    expect(value).toEqual({ rows: 3 });
    expect(lines()).toEqual(["GET /rows"]);
  });
});

test("no error tells the token, whatever the server repeats", async () => {
  answers = [(request, response) => void response.writeHead(400).end(request.headers.authorization)];
  const failed: Error = await use(getRows).catch((error) => error);
  expect(`${failed.stack}${failed.cause}`).not.toContain(token);
});
