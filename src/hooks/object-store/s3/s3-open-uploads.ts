// Multipart uploads that nobody will finish: S3 keeps their parts, unseen and paid for, until they are aborted.
import { appendFile, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isLeftover, ownName } from "../abandoned-files.ts";

const prefix = "windsock-upload.";

/** An object that is written in parts. */
export interface UploadTarget {
  readonly bucket: string;
  readonly key: string;
}

/** This process's mark of an upload. */
export interface UploadMark {
  /** Notes the id, as soon as S3 has given it. */
  identify(uploadId: string): Promise<void>;
  /** The upload has come to an end. */
  remove(): Promise<void>;
}

interface Mark extends UploadTarget {
  readonly endpoint: string | null;
  /** Absent when the process died before it was told. */
  readonly uploadId: string | undefined;
}

/**
 * Knows of each upload that this machine has begun and not ended, by a small file for as long as it is open. A
 * process that is killed leaves its marks, and with them the next one finds the uploads. S3 itself does not
 * tell whose an upload is, and a concurrent run's must not be touched: what a machine that is gone has begun is
 * for a lifecycle rule of the bucket (AbortIncompleteMultipartUpload).
 */
export class OpenUploads {
  readonly #client: S3Client;
  readonly #endpoint: string | null;

  constructor(client: S3Client, endpoint: string | null) {
    this.#client = client;
    this.#endpoint = endpoint;
  }

  /** To be called before S3 is asked for the upload. */
  async mark({ bucket, key }: UploadTarget): Promise<UploadMark> {
    const file = path.join(os.tmpdir(), ownName(prefix));
    const target = JSON.stringify({ endpoint: this.#endpoint, bucket, key });
    // A full disk is no reason not to upload: the mark is only needed should this process be killed.
    await writeFile(file, `${target}\n`, { flag: "wx", mode: 0o600 }).catch(() => undefined);
    return {
      identify: (uploadId) => appendFile(file, `${uploadId}\n`).catch(() => undefined),
      remove: () => rm(file, { force: true }),
    };
  }

  /** @throws what S3 answers, unless the upload is gone already */
  async abort({ bucket, key }: UploadTarget, uploadId: string): Promise<void> {
    const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
    await this.#client.send(command).catch((error: unknown) => {
      if (!(error instanceof NoSuchUpload)) throw error;
    });
  }

  /** Aborts what killed processes of this machine have left in the bucket. It fails silently: the marks stay. */
  async abortLeftovers(bucket: string): Promise<void> {
    for (const file of await leftMarks()) {
      const mark = await readMark(file);
      if (mark !== null && (mark.bucket !== bucket || mark.endpoint !== this.#endpoint)) continue;
      try {
        // Without a mark in the file, S3 was not asked yet.
        if (mark !== null) await this.#abortMarked(mark);
        await rm(file, { force: true });
      } catch {}
    }
  }

  async #abortMarked(mark: Mark): Promise<void> {
    if (mark.uploadId !== undefined) return this.abort(mark, mark.uploadId);
    const command = new ListMultipartUploadsCommand({ Bucket: mark.bucket, Prefix: mark.key });
    const { Uploads = [] } = await this.#client.send(command);
    for (const { Key, UploadId = "" } of Uploads) {
      if (Key === mark.key && (await this.#isEmpty(mark, UploadId))) await this.abort(mark, UploadId);
    }
  }

  /** Who died without knowing the upload's id has sent no part; who lives has, but for the first moments. */
  async #isEmpty({ bucket, key }: UploadTarget, uploadId: string): Promise<boolean> {
    const command = new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: uploadId, MaxParts: 1 });
    const { Parts = [] } = await this.#client.send(command);
    return Parts.length === 0;
  }
}

/** The marks of processes that are gone. In a folder that everybody writes to, others' are not to be believed. */
async function leftMarks(): Promise<string[]> {
  const left: string[] = [];
  for (const name of await readdir(os.tmpdir()).catch(() => [])) {
    const file = path.join(os.tmpdir(), name);
    if (!name.startsWith(prefix) || !(await isLeftover(file, prefix))) continue;
    const stats = await stat(file).catch(() => null);
    if (stats && (process.getuid === undefined || stats.uid === process.getuid())) left.push(file);
  }
  return left;
}

/** Null when its process died in the middle of writing it. */
async function readMark(file: string): Promise<Mark | null> {
  const [target = "", ...ids] = (await readFile(file, "utf8").catch(() => "")).split("\n");
  // The last part is empty, or an id that was not written to its end.
  const uploadId = ids.slice(0, -1).at(0);
  return ids.length === 0 ? null : { ...(JSON.parse(target) as Omit<Mark, "uploadId">), uploadId };
}
