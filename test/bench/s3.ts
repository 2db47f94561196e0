// The clean step from S3's protocol to S3's protocol, beside a copy of the same object.
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { CreateBucketCommand, GetObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { type S3Server, startS3 } from "../services/s3.ts";
import { Agreement, type Outputs } from "./agreement.ts";
import type { Bench, Bound, Part } from "./bench.ts";
import { bundlePeer } from "./bundle-peer.ts";
import { cleanTask, connectionEnv, folderConnection, ours, outputKeys, readOutputs } from "./clean-task.ts";
import { type ContestResult, runContest, type Standing, standingOf, summarise } from "./contest.ts";
import { bucket, type Input, makeInput, type Size, sizes } from "./inputs.ts";
import type { Measurement } from "./measure.ts";
import { allProcesses, cpuSecondsBelow } from "./processes.ts";

const copy = "AWS SDK, copying the source";
const inFolder = `${ours}, in a directory`;
const serverTime = "the server's CPU time for that copy";

export const s3: Part = {
  name: "s3",
  title: "From S3 to S3",
  about:
    "The same task, reading from and writing to an S3-protocol server (moto) on the loopback interface, beside the AWS SDK " +
    "copying the source object without looking at it: one GET, streamed into a multipart upload. What the task writes must " +
    "be what it writes to a plain directory. The server works on one core at a time: where its CPU time for the copy is about the " +
    "time of the copy, it is the server that the copy waits for, and ours shares the cores with it.",
  baseline: ours,
  async run(bench) {
    const contests: ContestResult[] = [];
    for (const size of bench.quick ? [sizes.day] : [sizes.hundredMegabytes, sizes.gigabyte]) {
      contests.push(await withServer((server) => contest(bench, server, size)));
    }
    return { contests, bounds: bench.quick ? [] : contests.flatMap(bounds) };
  },
};

function bounds(result: ContestResult): Bound[] {
  const own = standingOf(result, ours);
  return [
    {
      promise: `${result.title}: time, of copying the source object`,
      value: own.seconds / standingOf(result, copy).seconds,
      limit: 1.11,
      unit: "x",
    },
    {
      promise: `${result.title}: peak memory, of that in a directory`,
      value: own.peakBytes / standingOf(result, inFolder).peakBytes,
      limit: 1.3,
      unit: "x",
    },
  ];
}

async function withServer<T>(work: (server: S3Server) => Promise<T>): Promise<T> {
  const server = await startS3();
  if (!server) throw new Error("There is no S3-protocol server without Python.");
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function contest(bench: Bench, server: S3Server, size: Size): Promise<ContestResult> {
  const input = await makeInput(bench, size, "csv");
  await upload(server, input);
  const copyObject = await bundlePeer("copy-object");
  const agreement = new Agreement();
  const work = new ServerWork();
  const result = await runContest(bench, {
    title: `${size.name}, S3 to S3`,
    contestants: [
      {
        name: inFolder,
        work: cleanTask(input.key, connectionEnv(folderConnection)),
        verify: ({ stdout }) => agreement.check(inFolder, stdout, readOutputs(ours)),
      },
      {
        name: ours,
        work: cleanTask(input.key, connectionEnv(server.connection())),
        verify: async ({ stdout }) => agreement.check(ours, stdout, await download(server)),
      },
      {
        name: copy,
        isLimit: true,
        prepare: () => work.begin(),
        verify: () => work.end(),
        work: {
          argv: [process.execPath, copyObject, server.endpoint, bucket, input.key, "outputs/copy.csv"],
        },
      },
    ],
  });
  return { ...result, standings: [...result.standings, work.standing()] };
}

/** What the server does while the copy is measured: of the children that this process has before and after it, it alone works then. */
class ServerWork {
  readonly #runs: Measurement[] = [];
  #before = 0;

  async begin(): Promise<void> {
    this.#before = await this.#cpuSeconds();
  }

  async end(): Promise<void> {
    const seconds = (await this.#cpuSeconds()) - this.#before;
    this.#runs.push({ seconds, cpuSeconds: seconds, peakBytes: Number.NaN });
  }

  standing(): Standing {
    return summarise({ name: serverTime, isLimit: true }, this.#runs);
  }

  async #cpuSeconds(): Promise<number> {
    return cpuSecondsBelow(await allProcesses(), process.pid);
  }
}

async function upload({ client }: S3Server, { key, file }: Input): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  await new Upload({ client, params: { Bucket: bucket, Key: key, Body: createReadStream(file) } }).done();
}

async function download({ client }: S3Server): Promise<Outputs> {
  const { clean, unique } = outputKeys(ours);
  const body = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return Body instanceof Readable ? Body : Readable.from([]);
  };
  return { "clean data set": await body(clean), "unique searches": await body(unique) };
}
