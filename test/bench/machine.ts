// What the figures were measured on: machine, runtimes and the versions of the peers.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import { execa } from "execa";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  /** By name. */
  readonly versions: Readonly<Record<string, string>>;
}

const peers = ["duckdb", "polars", "pandas", "boto3"];

export async function describeMachine(python: string): Promise<Machine> {
  const script = `import json, platform, importlib.metadata as m
print(json.dumps({"Python": platform.python_version()} | {p: m.version(p) for p in ${JSON.stringify(peers)}}))`;
  const { stdout } = await execa(python, ["-c", script]);
  const packages = ["esbuild", "csv-parse", "csv-stringify", "@aws-sdk/client-s3"];
  return {
    processor: os.cpus()[0]?.model.trim() ?? "unknown processor",
    cores: os.cpus().length,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: await systemName(),
    versions: {
      Node: process.versions.node,
      ...(JSON.parse(stdout) as Record<string, string>),
      ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    },
  };
}

function versionOf(packageName: string): string {
  const manifest = createRequire(import.meta.url)(`../../node_modules/${packageName}/package.json`);
  return (manifest as { version: string }).version;
}

async function systemName(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const name = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1];
  return `${name ?? os.type()}, ${os.type()} ${os.release()}`;
}
