// A real S3-protocol server on this machine: moto, in a Python that has it. Its objects are in memory only.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { S3Client } from "@aws-sdk/client-s3";

/** The keys that open it. */
export const motoKeys = { accessKeyId: "test-key", secretAccessKey: "test-secret" } as const;

export const motoRegion = "us-east-1";

export interface MotoServer {
  /** Such as `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** Stops it; its objects are gone. */
  stop(): Promise<void>;
}

/**
 * Starts a server (about a second), which stops when this process ends, however it ends.
 *
 * @param python an interpreter that has moto
 * @throws Error with what it said when it does not start
 */
export async function startMoto(python: string): Promise<MotoServer> {
  const script = path.join(import.meta.dirname, "moto-server.py");
  // In a session of its own, out of Ctrl-C's reach: tasks that are being stopped still use it.
  const child = spawn(python, [script], { detached: true });
  const closed = once(child, "close");
  // Read to the end, since it tells of every request; only the start is of interest.
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(0, 4_000);
  });
  const ready = once(createInterface(child.stdout), "line").then(([line]) => String(line));
  const line = await Promise.race([ready, closed.then(([code]) => `it ended (${code}):\n${said}`)]);
  const [, endpoint] = /^serving on (\S+)$/.exec(line) ?? [];
  if (endpoint === undefined) throw new Error(`The S3-protocol server does not start: ${line}`);
  return {
    endpoint,
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

/** A client of such a server; `destroy` it in the end. */
export function motoClient(endpoint: string): S3Client {
  // Which Node the SDK's next version wants is no matter here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  return new S3Client({ endpoint, region: motoRegion, credentials: motoKeys, forcePathStyle: true });
}
