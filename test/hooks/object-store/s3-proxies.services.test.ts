// S3 through the proxies that the environment names, in a Node that follows them and in one that does not.
import { createServer, request } from "node:http";
import { connect, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { build } from "esbuild";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundlerOptions } from "../../../src/compiler/bundle/bundler.ts";
import { defaultSettings } from "../../../src/model/settings.ts";
import { laterNodes, nodeProgram } from "../../services/node.ts";
import { listen } from "../../services/ports.ts";
import { startS3 } from "../../services/s3.ts";
import { ownCertificate } from "./own-certificate.ts";

const s3 = await startS3();
const folder = process.cwd();

const program = `
  import { text } from "node:stream/consumers";
  import { objectStore } from "./src/hooks/index.ts";
  const log = { debug() {}, info() {}, warning: (line) => console.log("WARNING " + line), error() {} };
  const { connection, bucket } = JSON.parse(process.argv[2]);
  const store = await objectStore.open(connection, { log, signal: new AbortController().signal });
  try {
    await store.write(bucket, "k", ["all the same"]);
    console.log(await text((await store.read(bucket, "k")).body));
  } catch (error) {
    console.log(error.message);
  } finally {
    store.close();
  }`;

/** What the proxy was asked for: the target of each connection, or the URL of each request. */
const asked: string[] = [];

/** Lets those through who say the password. */
const proxy = createServer((incoming, answer) => {
  asked.push(`${incoming.method} ${new URL(incoming.url ?? "").host}`);
  const onward = request(incoming.url ?? "", { method: incoming.method ?? "GET", headers: incoming.headers });
  incoming.pipe(onward).on("response", (response) => {
    answer.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(answer);
  });
}).on("connect", ({ url = "", headers }, client: Socket) => {
  asked.push(`CONNECT ${url}`);
  if (headers["proxy-authorization"] !== `Basic ${Buffer.from("etl:pass-word").toString("base64")}`) {
    client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    return;
  }
  const { hostname, port } = new URL(`http://${url}`);
  const server = connect(Number(port), hostname, () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
  joined(client, server);
});

/** S3 over TLS. */
const certificate = await ownCertificate();
const tls = createTlsServer(certificate.options, (client) => {
  joined(client, connect(Number(new URL(s3?.endpoint ?? "").port), "127.0.0.1"));
});

function joined(client: Socket, server: Socket): void {
  client.pipe(server).pipe(client);
  for (const socket of [client, server]) socket.on("error", () => socket.destroy());
}

describe.skipIf(!s3)("S3 through a proxy", () => {
  const ports = { proxy: 0, tls: 0 };
  let bundle = "";
  let bucket = "";

  beforeAll(async () => {
    [ports.proxy, ports.tls] = [await listen(proxy), await listen(tls)];
    bucket = (await s3?.createBucket()) ?? "";
    const project = { folder, settings: defaultSettings, name: "proxies" };
    const stdin = { contents: program, resolveDir: folder };
    const { outputFiles } = await build({
      ...bundlerOptions(project),
      sourcemap: false,
      write: false,
      stdin,
    });
    bundle = outputFiles[0]?.text ?? "";
  });
  afterAll(async () => {
    await s3?.stop();
    proxy.close();
    tls.close();
    await certificate.remove();
  });

  /** What the program says with these variables, and what the proxy was asked for. */
  async function said(
    node: string,
    endpoint: string,
    env: Readonly<Record<string, string>>,
    moreExtra: object = {},
  ) {
    asked.length = 0;
    const common = { endpoint_url: endpoint, region_name: "us-east-1", verify: certificate.file };
    const extra = { ...common, ...moreExtra };
    const input = JSON.stringify({ connection: s3?.connection({ extra }), bucket });
    const options = { input: bundle, env: { PATH: process.env.PATH, ...env }, extendEnv: false };
    const { stdout } = await execa(node, ["--input-type=module", "-", input], options);
    return { lines: stdout.split("\n"), asked: [...new Set(asked)] };
  }

  const proxyUrl = (user: string) => `http://${user}@127.0.0.1:${ports.proxy}`;

  test("goes through HTTPS_PROXY and HTTP_PROXY, but for hosts in NO_PROXY", async () => {
    const node = await nodeProgram(laterNodes[24]);
    const https = `https://localhost:${ports.tls}`;
    const lines = ["all the same"];
    const HTTPS_PROXY = proxyUrl("etl:pass-word");
    expect(await said(node, https, { HTTPS_PROXY })).toEqual({
      lines,
      asked: [`CONNECT localhost:${ports.tls}`],
    });
    expect(await said(node, https, { HTTPS_PROXY, NO_PROXY: "localhost" })).toEqual({ lines, asked: [] });
    const http = s3?.endpoint ?? "";
    const { host } = new URL(http);
    expect(await said(node, http, { HTTP_PROXY: proxyUrl("etl:pass-word") })).toEqual({
      lines,
      asked: [`PUT ${host}`, `GET ${host}`],
    });
  });

  test.each([
    ["keys", {}],
    [
      "a token",
      {
        assume_role_method: "assume_role_with_web_identity",
        assume_role_with_web_identity_federation: "file",
        // Moto takes any text for a token.
        assume_role_with_web_identity_token_file: certificate.file,
      },
    ],
  ])("is followed by requests for a role as well, by %s", async (_, method) => {
    const service_config = { sts: { endpoint_url: `https://localhost:${ports.tls}` } };
    const role = { role_arn: "arn:aws:iam::123456789012:role/etl", service_config, ...method };
    const env = { HTTPS_PROXY: proxyUrl("etl:pass-word") };
    expect(await said(await nodeProgram(laterNodes[24]), s3?.endpoint ?? "", env, role)).toEqual({
      lines: ["all the same"],
      asked: [`CONNECT localhost:${ports.tls}`],
    });
  });

  test("says that a proxy refuses, and not what it was told", async () => {
    const node = await nodeProgram(laterNodes[24]);
    const env = { HTTPS_PROXY: proxyUrl("etl:wrong-word") };
    const { lines } = await said(node, `https://localhost:${ports.tls}`, env);
    expect(lines.join("\n")).toMatch(/Writing object "k" .*407/s);
    expect(lines.join("\n")).not.toContain("wrong-word");
  });

  test("goes straight there in a Node that follows no proxy, and says so", async () => {
    const node = await nodeProgram("20.19.0");
    const HTTPS_PROXY = proxyUrl("etl:pass-word");
    const https = `https://localhost:${ports.tls}`;
    expect(await said(node, https, { HTTPS_PROXY })).toEqual({
      lines: [
        "WARNING HTTPS_PROXY is set, and Node.js v20.19.0 does not follow it: requests to S3 go straight to the endpoint. " +
          "Node.js 22.21 and 24.5 and later follow it.",
        "all the same",
      ],
      asked: [],
    });
    const direct = { HTTPS_PROXY, NO_PROXY: "example.com, .localhost" };
    expect(await said(node, https, direct)).toEqual({ lines: ["all the same"], asked: [] });
  });
});
