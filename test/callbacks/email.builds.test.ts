// The ready-made e-mail as a bundle, called by a local run.
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, expect, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";

const dag = `
  import { AirflowFailException, connection, Dag } from "windsock";
  import { email } from "windsock/callbacks";
  const tell = email({ to: ["data@example.com"] }, { server: connection("smtp_default") });
  const dag = new Dag("nightly", { startDate: "2026-01-01", defaults: { onFailure: tell } });
  dag.task("load", () => {
    throw new AirflowFailException("no rows");
  })();
  export default dag;
`;

let project: TestProject;
const received: string[] = [];
const server = new SMTPServer({
  disabledCommands: ["AUTH", "STARTTLS"],
  async onData(stream, _session, done) {
    received.push(Buffer.concat(await stream.toArray()).toString());
    done();
  },
});
afterAll(async () => {
  await new Promise<void>((done) => server.close(done));
  await project?.remove();
});

test("is written when a task has failed", async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  const extra = { from_email: "airflow@example.com", disable_ssl: true, disable_tls: true };
  const connection = JSON.stringify({ conn_type: "smtp", host: "127.0.0.1", port, extra });
  project = await TestProject.create({
    "dags-ts/nightly.ts": dag,
    "dags-ts/local.env": `AIRFLOW_CONN_SMTP_DEFAULT=${connection}\n`,
  });
  const { exitCode } = await project.windsock("run", "nightly", "--from", "2026-01-01", "--to", "2026-01-01");
  expect(exitCode).toBe(1);
  expect(received).toEqual([
    expect.stringContaining("Subject: Task load of nightly has failed: AirflowFailException: no rows"),
  ]);
  expect(received[0]).toMatch(/^at .*dags-ts\/nightly\.ts:7:\d+/m);
});
