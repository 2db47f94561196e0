// `npm run airflow`: this pipeline in a real Airflow, with the sample data on an S3-protocol server of this machine.
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";
import { execa } from "execa";
import { fillBucket } from "./fill-bucket.ts";
import { motoClient, motoKeys, motoRegion, startMoto } from "./start-moto.ts";

const project = path.resolve(import.meta.dirname, "../../..");

process.exitCode = await start(process.argv.slice(2));

/** @returns the exit code of `windsock airflow` */
async function start(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) return await runAirflow(args, {});
  const moto = await startMoto(path.join(project, ".venv/bin/python"));
  try {
    console.log("Putting the sample data on an S3-protocol server");
    const client = motoClient(moto.endpoint);
    await fillBucket(client, path.join(project, "out/object-store"));
    client.destroy();
    return await runAirflow(args, connectionsTo(moto.endpoint));
  } finally {
    await moto.stop();
  }
}

/**
 * What `local.env` says, but for the object store. All of it, since the environment comes before a private `.env`:
 * sample data are not to go where that leads.
 */
function connectionsTo(endpoint: string): NodeJS.Dict<string> {
  const store = {
    conn_type: "aws",
    login: motoKeys.accessKeyId,
    password: motoKeys.secretAccessKey,
    extra: { endpoint_url: endpoint, region_name: motoRegion },
  };
  return {
    ...parseEnv(readFileSync(path.join(import.meta.dirname, "../../local.env"), "utf8")),
    AIRFLOW_CONN_AWS_CONN: JSON.stringify(store),
  };
}

async function runAirflow(args: readonly string[], env: NodeJS.Dict<string>): Promise<number> {
  const windsock = path.join(project, "dist/cli/main.js");
  const command = execa(process.execPath, [windsock, "airflow", ...args], {
    cwd: project,
    env,
    stdio: "inherit",
    reject: false,
  });
  // Ctrl-C reaches the command as well, other signals do not; it stops in its own way, and its exit code is ours.
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => command.kill(signal));
  const { exitCode = 1 } = await command;
  return exitCode;
}
