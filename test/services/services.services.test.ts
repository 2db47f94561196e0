import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { expect, test } from "vitest";
import { startPostgres } from "./postgres.ts";
import { startS3 } from "./s3.ts";

async function isServing(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const serving = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return serving;
}

test("Services are gone, and their data with them, once they are stopped", async () => {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
  const ports = [postgres.port, ...(s3 ? [Number(new URL(s3.endpoint).port)] : [])];
  expect(await Promise.all(ports.map(isServing))).not.toContain(false);
  await Promise.all([postgres.stop(), s3?.stop()]);
  expect(await Promise.all(ports.map(isServing))).not.toContain(true);
  await expect(access(postgres.folder)).rejects.toThrow("ENOENT");
});

test("Services do not outlive a test process that was killed", async () => {
  const script = path.join(import.meta.dirname, "start-and-wait.ts");
  const owner = spawn(process.execPath, ["--import", "tsx", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(owner.stdout.setEncoding("utf8"), "data");
  const { postgres, s3, folder } = JSON.parse(line);
  const ports: number[] = [postgres, ...(s3 ? [Number(new URL(s3).port)] : [])];
  expect(await Promise.all(ports.map(isServing))).not.toContain(false);

  owner.kill("SIGKILL");
  for (const port of ports) await expect.poll(() => isServing(port), { timeout: 10_000 }).toBe(false);
  const left = () => readdir(folder).catch(() => []);
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});
