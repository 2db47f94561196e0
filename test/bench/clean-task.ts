// Ours: the pipeline's own bundle, started as a person would start it.

import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { type Connection, connectionToJson } from "../../src/model/connection/connection.ts";
import { connectionVariable } from "../../src/model/connection/variable-names.ts";
import { bundlePath } from "../../src/model/project.ts";
import { defaultSettings } from "../../src/model/settings.ts";
import type { Agreement, Outputs } from "./agreement.ts";
import { projectFolder } from "./bench.ts";
import type { Contestant } from "./contest.ts";
import { bucket, day, store } from "./inputs.ts";
import type { Command } from "./measure.ts";

export const ours = "Windsock";

/** The keys of what a program writes; each program has its own. */
export function outputKeys(name: string) {
  const folder = `outputs/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  return {
    clean: `${folder}/clean.csv`,
    unique: `${folder}/unique.csv`,
    rejected: `${folder}/rejected.csv`,
  };
}

/** The same in a plain directory. */
export function outputFiles(name: string) {
  const { clean, unique } = outputKeys(name);
  return { clean: path.join(store, bucket, clean), unique: path.join(store, bucket, unique) };
}

export function readOutputs(name: string): Outputs {
  const { clean, unique } = outputFiles(name);
  const options = { highWaterMark: 1024 * 1024 };
  return {
    "clean data set": createReadStream(clean, options),
    "unique searches": createReadStream(unique, options),
  };
}

/** The bundle of a task of the reference pipeline. */
export function bundleOf(taskId: string): string {
  return path.join(projectFolder, defaultSettings.generated, bundlePath("user-s3-to-redshift", taskId));
}

/** An Airflow connection as the variable that holds it. */
export function connectionEnv(connection: Connection): Record<string, string> {
  return { [connectionVariable(connection.connId)]: connectionToJson(connection) };
}

/** The task user_clean_data on an object of the bucket. */
export function cleanTask(sourceKey: string, env: Readonly<Record<string, string>>): Command {
  const { clean, unique, rejected } = outputKeys(ours);
  const input = { bucket, sourceKey, destKey: clean, uniqueKey: unique, rejectedKey: rejected };
  const options = Object.entries(input).flatMap(([name, value]) => ["--input", `${name}=${value}`]);
  return { argv: [process.execPath, bundleOf("user_clean_data"), "--date", day, ...options], env };
}

/** A contestant that cleans: its outputs of last time are removed first, and must agree with the others' then. */
export function cleaner(name: string, agreement: Agreement, work: Command): Contestant {
  const writer = name.startsWith(ours) ? ours : name;
  return {
    name,
    work,
    async prepare() {
      const folder = path.dirname(outputFiles(writer).clean);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
    },
    verify: ({ stdout }) => agreement.check(name, stdout, readOutputs(writer)),
  };
}

/** The connection that makes the store's folder the object store. */
export const folderConnection: Connection = {
  connId: "aws_conn",
  connType: "fs",
  host: null,
  login: null,
  password: null,
  schema: null,
  port: null,
  extra: { path: store },
};
