// The ready-made e-mail against a mail server on loopback.
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { email } from "windsock/callbacks";
import { dagCallbackContext, runCallback, taskCallbackContext } from "windsock/testing";

interface Received {
  readonly login: string | undefined;
  readonly secure: boolean;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

const password = "geheimes-wort";
const open: { close(done: () => void): unknown }[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => new Promise<void>((done) => each.close(done)))));

/** A server, what it receives, and its port. */
async function server(options: ConstructorParameters<typeof SMTPServer>[0] = {}) {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password: given }, _session, done) =>
      given === password ? done(null, { user: username }) : done(new Error(`no ${username} with ${given}`)),
    async onData(stream, { envelope, user, secure }, done) {
      const text = Buffer.concat(await stream.toArray()).toString();
      const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
      received.push({ login: user, secure, from, to: envelope.rcptTo.map(({ address }) => address), text });
      done();
    },
    ...options,
  });
  // What goes wrong with a client is the client's to say.
  smtp.on("error", () => {});
  open.push(smtp);
  await new Promise<void>((listening) => smtp.listen(0, "127.0.0.1", listening));
  return { received, port: (smtp.server.address() as AddressInfo).port };
}

const connection = (port: number, extra: object, login = "me", secret = password) =>
  JSON.stringify({
    conn_type: "smtp",
    ...{ host: "127.0.0.1", port, login, password: secret },
    extra: { from_email: "airflow@example.com", ...extra },
  });

const plain = { disable_ssl: true, disable_tls: true };
const failed = taskCallbackContext("failed", {
  dagId: "nightly",
  taskId: "load",
  runId: "r1",
  tryNumber: 3,
  error: { type: "TypeError", message: "no rows\nBcc: all@example.com", frames: [], cause: null },
  logUrl: "http://airflow/log",
});
const input = { to: ["data@example.com"] };

test("writes what happened to all that are to know", async () => {
  const { received, port } = await server();
  const { log } = await runCallback(email, {
    input: { to: ["data@example.com", "ops@example.com"], cc: ["lead@example.com"] },
    connections: { server: connection(port, plain) },
    context: failed,
  });
  expect(log).toEqual([
    "INFO    The mail server has taken the message for data@example.com, ops@example.com, lead@example.com.",
  ]);
  const [mail] = received;
  expect(mail).toMatchObject({
    login: "me",
    secure: false,
    from: "airflow@example.com",
    to: ["data@example.com", "ops@example.com", "lead@example.com"],
  });
  expect(mail?.text).toContain("Subject: Task load of nightly has failed: TypeError: no rows\r\n");
  expect(mail?.text).toContain("To: data@example.com, ops@example.com\r\nCc: lead@example.com\r\n");
  expect(mail?.text).toContain("Run r1, try 3\r\nhttp://airflow/log");
});

test("writes of a run, in any letters, as whom it is told", async () => {
  const { received, port } = await server();
  const context = dagCallbackContext("failed", {
    dagId: "nächtlich",
    reason: "task_failure\nBcc: x@example.com",
  });
  await runCallback(email, {
    input: { ...input, from: "Nightly <night@example.com>" },
    connections: { server: connection(port, plain) },
    context,
  });
  const [mail] = received;
  expect(mail?.from).toBe("night@example.com");
  expect(mail?.to).toEqual(input.to);
  expect(mail?.text).toMatch(/^Subject: =\?UTF-8\?/m);
});

test.each([
  ["from the beginning", true, {}],
  ["by STARTTLS", false, { disable_ssl: true }],
])("is encrypted %s, and trusts no certificate that nobody vouches for", async (_, secure, extra) => {
  const { received, port } = await server({ secure });
  const send = (more: object) =>
    runCallback(email, {
      input,
      connections: { server: connection(port, { ...extra, ...more }) },
      context: failed,
    });
  await expect(send({})).rejects.toThrow(
    'The mail server of connection "server" could not be reached, or has a',
  );
  await send({ ssl_context: "none" });
  expect(received).toMatchObject([{ secure: true, login: "me" }]);
});

test("sends nothing in the clear where a server does not encrypt", async () => {
  const { received, port } = await server({ disabledCommands: ["STARTTLS"] });
  const sent = runCallback(email, {
    input,
    connections: { server: connection(port, { disable_ssl: true }) },
    context: failed,
  });
  await expect(sent).rejects.toThrow(
    'The mail server of connection "server" does not encrypt, which the connection wants',
  );
  expect(received).toEqual([]);
});

test("tries again when the server hangs up, as often as the connection says", async () => {
  let calls = 0;
  const hangsUp = createServer((socket) => {
    calls += 1;
    socket.end();
  });
  open.push(hangsUp);
  await new Promise<void>((listening) => hangsUp.listen(0, "127.0.0.1", listening));
  const { port } = hangsUp.address() as AddressInfo;
  const sent = runCallback(email, {
    input,
    connections: { server: connection(port, { ...plain, retry_limit: "2" }) },
    context: failed,
  });
  await expect(sent).rejects.toThrow(
    new Error('The mail server of connection "server" closed the connection.'),
  );
  expect(calls).toBe(3);
});

test.each<[string, object, object, string]>([
  [
    "a wrong password, and keeps it to itself",
    { secret: "falsches-wort" },
    {},
    'The mail server of connection "server" refused the login, with code 535.',
  ],
  [
    "a recipient that the server does not take",
    {},
    {
      onRcptTo: (_address: object, _session: object, done: (error: Error) => void) =>
        done(new Error("nobody")),
    },
    'The mail server of connection "server" did not take the sender or a recipient, with code 550.',
  ],
])("says that there is %s", async (_, { secret }: { secret?: string }, options, message) => {
  const { port } = await server(options);
  const sent = runCallback(email, {
    input,
    connections: { server: connection(port, plain, "me", secret) },
    context: failed,
  });
  await expect(sent).rejects.toThrow(new Error(message));
});

test("says what it lacks or does not know of a connection", async () => {
  const { port } = await server();
  const send = (extra: object) =>
    runCallback(email, {
      input,
      connections: { server: connection(port, { ...plain, ...extra }) },
      context: failed,
    });
  await expect(send({ from_email: undefined })).rejects.toThrow(
    'There is no sender. Say from, or from_email in the extra of connection "server".',
  );
  await expect(send({ auth_type: "oauth2" })).rejects.toThrow("Only basic authentication is known here");
  await expect(send({ ssl_context: "some" })).rejects.toThrow("ssl_context");
});
