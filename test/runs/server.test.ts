// `windsock runs` as a program asks it: whom it answers, with what, and how it begins and ends.
import { type ClientRequest, get, type IncomingMessage, request } from "node:http";
import { createServer } from "node:net";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, unusedPort } from "../../src/system/ports.ts";
import { RunnerProject } from "../local/runner-project.ts";

const dag = "/dags/sample";
const run = `${dag}/runs/${encodeURIComponent("manual__2021-07-02T00:00:00+00:00")}`;
const task = `${run}/tasks/work`;

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

function answerOf(asked: ClientRequest): Promise<Answered> {
  return new Promise((resolve, reject) => {
    asked.on("error", reject).on("response", (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.end();
  });
}

/** Starts the command, and waits until it says where the page is. */
async function start(project: RunnerProject, ...args: readonly string[]) {
  const server = project.start(["runs", ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    server.stdout.on("data", (piece) => {
      text += piece;
      const [found] = /http:\/\/\S+\//.exec(text) ?? [];
      if (found) resolve(found);
    });
    server.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { server, port: Number(new URL(url).port) };
}

describe("a page of local runs", () => {
  let project: RunnerProject;
  let started: Awaited<ReturnType<typeof start>>;
  const ask = (place: string, headers: Readonly<Record<string, string>> = {}, host = "127.0.0.1") =>
    answerOf(
      get({
        host,
        port: started.port,
        path: place,
        headers: { host: `localhost:${started.port}`, ...headers },
      }),
    );

  beforeAll(async () => {
    project = new RunnerProject();
    project.write(".env", "AIRFLOW_CONN_API=http://u:pass-of-the-api@h\n");
    project.dag(
      "sample",
      {
        work: {
          connections: { api: "api" },
          input: { kind: "literal", value: { url: "http://u:pass-of-the-api@h", rows: 1 } },
          run: "console.log('it is', connections.api.password); succeed({ url: connections.api.password, rows: 3 });",
        },
      },
      { endDate: "2021-07-02", params: { api_key: { type: "string", default: "key-of-somebody" } } },
    );
    expect((await project.windsock(["run", "sample"])).exitCode).toBe(0);
    started = await start(project, "--port", String(await unusedPort()));
  });
  afterAll(async () => {
    started.server.kill("SIGINT");
    await started.server;
    project.remove();
  });

  test("shows what was kept of a task, and never a secret", async () => {
    const pages = await Promise.all([ask("/"), ask(dag), ask(run), ask(task), ask(`${task}/log?try=1`)]);
    for (const { status, body } of pages) {
      expect(status).toBe(200);
      expect(body).not.toMatch(/pass-of-the-api|key-of-somebody/);
    }
    const [home, , runPage, taskPage, log] = pages.map(({ body }) => body);
    expect(home).toContain("sample");
    expect(runPage).toContain("api_key = &#34;***&#34;");
    expect(taskPage).toMatch(/&#34;url&#34;: &#34;\*\*\*&#34;,\s+&#34;rows&#34;: 3/);
    expect(taskPage).toContain("http://u:***@h");
    expect(log).toBe("it is ***\n");
  });

  test("is for browsers of this machine that were given this address", async () => {
    for (const host of ["evil.example", `evil.example:${started.port}`, "localhost", "localhost:1"]) {
      const { status, body } = await ask("/", { host });
      expect([host, status, body.includes("sample")]).toEqual([host, 421, false]);
    }
    for (const host of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"]) {
      expect((await ask("/", { host: `${host}:${started.port}` })).status).toBe(200);
    }
  });

  // Only root can be somebody else.
  test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "is for the user who started it",
    async () => {
      const program = `require("node:http").get("http://localhost:${started.port}/", (answer) => {
      console.log(answer.statusCode); answer.pipe(process.stdout); })`;
      const as = (uid: number) => execa({ uid, reject: false })`${process.execPath} -e ${program}`;
      expect((await as(65_534)).stdout).toBe("403\nThis page is for the user who started it.");
      expect((await as(0)).stdout).toMatch(/^200\n<!doctype html>/);
    },
  );

  test("is to look at: nothing can be sent, and no other page may read or embed it", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const headers = { host: `localhost:${started.port}`, origin: "http://evil.example" };
      const asked = request({ host: "127.0.0.1", port: started.port, path: "/", method, headers });
      const { status, headers: answer } = await answerOf(asked);
      expect([status, answer.allow]).toEqual([405, "GET, HEAD"]);
      expect(Object.keys(answer).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
    for (const place of ["/", dag, task, `${task}/log?try=1`, "/live.js", "/nothing"]) {
      const { headers } = await ask(place);
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(headers).toMatchObject({
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      });
    }
  });

  test("finds nothing that is not there, wherever an address points", async () => {
    const places = [
      "/nothing",
      "/dags/other",
      "/dags/%",
      `${dag}/runs/x`,
      `${run}/tasks/x`,
      `${task}/x`,
      `${task}/log?try=7`,
    ];
    const outside = [
      `/dags/${encodeURIComponent("../../package")}`,
      `${task}/log?try=${encodeURIComponent("1/../../x")}x/y`,
    ];
    for (const place of [
      ...places,
      `${dag}/runs/..%2F..`,
      `${run}/tasks/..%2f..%2fpackage.json`,
      outside[0] ?? "",
    ]) {
      expect([place, (await ask(place)).status]).toEqual([place, 404]);
    }
    for (const place of [`${task}?try=-1&at=x&q=`, `${dag}?page=999`, `${task}?try=99`, outside[1] ?? ""]) {
      const { status, body } = await ask(place);
      expect([place, status]).toEqual([place, 200]);
      expect(body).not.toContain('"name": "acme"');
    }
  });

  test("says nothing twice", async () => {
    const { headers, body } = await ask(dag);
    const again = await ask(dag, { "if-none-match": headers.etag ?? "" });
    expect([again.status, again.body, body.length > 1000]).toEqual([304, "", true]);
  });

  test("says of a port that is taken what to do", async () => {
    const { exitCode, stdout, stderr } = await project.windsock(["runs", "--port", String(started.port)]);
    expect([exitCode, stdout, stderr]).toEqual([
      1,
      "",
      `Port ${started.port} is taken by other programs. Stop one, or choose another port: --port ${started.port + 1}`,
    ]);
  });
});

describe("the command", () => {
  let project: RunnerProject;
  beforeAll(() => {
    project = new RunnerProject();
  });
  afterAll(() => project.remove());

  test("takes the next port when another one's page is there, and ends well by Ctrl-C", async () => {
    const first = await start(project);
    const second = await start(project);
    expect(second.port).toBeGreaterThan(first.port);
    for (const { server } of [first, second]) {
      server.kill("SIGINT");
      expect((await server).exitCode).toBe(0);
    }
  });

  test.runIf(process.platform === "linux")("listens on this machine alone", async () => {
    const { server, port } = await start(project, "--port", String(await unusedPort()));
    // A port that is taken on all addresses could not be taken on another one of this machine.
    const other = createServer();
    await listen(other, port, "127.0.0.2");
    other.close();
    server.kill("SIGTERM");
    expect((await server).exitCode).toBe(0);
  });

  test("says what to run where nothing has run, and what to build where nothing is built", async () => {
    const { server, port } = await start(project, "--port", String(await unusedPort()));
    const page = async () =>
      (await answerOf(get({ port, host: "127.0.0.1", headers: { host: `localhost:${port}` } }))).body;
    expect(await page()).toContain('data-copy="npx windsock build"');
    project.dag("sample", { work: { run: "succeed();" } });
    expect(await page()).toContain('data-copy="npx windsock run sample"');
    project.write("out/state/sample.jsonl", "nonsense\n");
    expect(await page()).toContain(
      `${path.join("out", "state", "sample.jsonl")}, line 1, is not a record of a local run`,
    );
    server.kill("SIGINT");
    await server;
  });

  test.each([
    [["--port", "80"], "--port 80 is not a number of at least 1024."],
    [["--port", "70000"], "--port 70000 is not a whole number up to 65535."],
    [["--port", "8090.5"], "--port 8090.5 is not a whole number up to 65535."],
    [["--prot", "8090"], "Unknown option `--prot`."],
  ])("refuses %j", async (args, message) => {
    const { exitCode, stderr } = await project.windsock(["runs", ...args]);
    expect([exitCode, stderr.split("\n")[0]]).toEqual([2, message]);
  });
});
