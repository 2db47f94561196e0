// How long a task's process takes to start, beside an empty Node and the Python a task would import instead.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { defaultSettings } from "../../src/model/settings.ts";
import { laterNodes, nodeProgram } from "../services/node.ts";
import { startS3 } from "../services/s3.ts";
import { type Bench, type Bound, type Part, projectFolder } from "./bench.ts";
import { bundleOf, connectionEnv } from "./clean-task.ts";
import { type Contestant, type ContestResult, runContest, standingOf } from "./contest.ts";
import { day } from "./inputs.ts";

const emptyNode = "node -e 0";
const wholeRun = "check_s3_conn, a whole run against S3 on loopback";

export const startUp: Part = {
  name: "start-up",
  title: "Start-up of a task",
  about:
    "Every task bundle prints its help, which takes what starting it takes. Opening S3 loads more: a whole run of " +
    "check_s3_conn, its two requests included, stands for it. The bounds are those of the first Node.",
  baseline: emptyNode,
  async run(bench) {
    const bundles = await taskBundles();
    const own = await contest(bench, bundles);
    if (bench.quick) return { contests: [own], bounds: [] };
    const later: ContestResult[] = [];
    for (const version of Object.values(laterNodes)) later.push(await contest(bench, bundles, version));
    return { contests: [own, ...later], bounds: bounds(own, bundles) };
  },
};

interface TaskBundle {
  readonly name: string;
  readonly file: string;
  readonly holdsS3: boolean;
}

async function taskBundles(): Promise<TaskBundle[]> {
  const folder = path.join(projectFolder, defaultSettings.generated, "bundles");
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((name) => name.endsWith(".mjs")).sort();
  const bundles = files.map(async (name) => {
    const file = path.join(folder, name);
    return {
      name: name.replace(/\.mjs$/, ""),
      file,
      holdsS3: /\bS3Client\b/.test(await readFile(file, "utf8")),
    };
  });
  return Promise.all(bundles);
}

async function contest(
  bench: Bench,
  bundles: readonly TaskBundle[],
  version?: string,
): Promise<ContestResult> {
  const program = await nodeProgram(version);
  const server = await startS3();
  if (!server) throw new Error("There is no S3-protocol server without Python.");
  try {
    const node = (name: string, ...args: readonly string[]): Contestant => ({
      name,
      work: { argv: [program, ...args] },
    });
    const [Bucket, Key] = [await server.createBucket(), "snapshot.csv"];
    await server.client.send(new PutObjectCommand({ Bucket, Key, Body: "user_id,user_data\n" }));
    const options = ["--date", day, "--input", `bucket=${Bucket}`, "--input", `sourceKey=${Key}`];
    return await runContest(bench, {
      title: `Start-up in Node.js ${version ?? process.versions.node}`,
      times: 4,
      contestants: [
        node(emptyNode, "-e", "0"),
        ...bundles.map(({ name, file }) => node(name, file, "--help")),
        {
          name: wholeRun,
          work: {
            argv: [program, bundleOf("check_s3_conn"), ...options],
            env: connectionEnv(server.connection()),
          },
        },
        {
          name: "python -c 'import pandas, boto3'",
          work: { argv: [bench.python, "-c", "import pandas, boto3"] },
        },
      ],
    });
  } finally {
    await server.stop();
  }
}

function bounds(result: ContestResult, bundles: readonly TaskBundle[]): Bound[] {
  const added = (name: string) =>
    (standingOf(result, name).seconds - standingOf(result, emptyNode).seconds) * 1000;
  const slowest = (holdsS3: boolean) =>
    Math.max(...bundles.filter((bundle) => bundle.holdsS3 === holdsS3).map(({ name }) => added(name)));
  return [
    {
      promise: "start of a bundle without S3, more than node -e 0",
      value: slowest(false),
      limit: 30,
      unit: "ms",
    },
    {
      promise: "start of a bundle with S3, more than node -e 0",
      value: slowest(true),
      limit: 90,
      unit: "ms",
    },
    {
      promise: "the same with S3 opened, and two requests answered",
      value: added(wholeRun),
      limit: 90,
      unit: "ms",
    },
  ];
}
