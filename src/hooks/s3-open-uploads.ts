// Multipart uploads that nobody will finish: S3 keeps their parts, unseen and paid for, until they are aborted.
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { AbortMultipartUploadCommand, NoSuchUpload, type S3Client } from "@aws-sdk/client-s3";
import { isLeftover, ownName } from "./leftovers.ts";

const prefix = "windsock-upload.";

/** One multipart upload. */
export interface OpenUpload {
  readonly bucket: string;
  readonly key: string;
  readonly uploadId: string;
}

interface Mark extends OpenUpload {
  readonly endpoint: string | null;
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

  /** Marks an upload of this process; `end` removes the mark. */
  async begin(upload: OpenUpload): Promise<{ end(): Promise<void> }> {
    const file = path.join(os.tmpdir(), ownName(prefix));
    const mark: Mark = { endpoint: this.#endpoint, ...upload };
    // A full disk is no reason not to upload: the mark is only needed should this process be killed.
    await writeFile(file, JSON.stringify(mark), { flag: "wx", mode: 0o600 }).catch(() => undefined);
    return { end: () => rm(file, { force: true }) };
  }

  /** @throws what S3 answers, unless the upload is gone already */
  async abort({ bucket, key, uploadId }: OpenUpload): Promise<void> {
    const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId });
    await this.#client.send(command).catch((error: unknown) => {
      if (!(error instanceof NoSuchUpload)) throw error;
    });
  }

  /** Aborts what killed processes of this machine have left in the bucket. It fails silently: the marks stay. */
  async abortLeftovers(bucket: string): Promise<void> {
    for (const name of await readdir(os.tmpdir()).catch(() => [])) {
      if (!name.startsWith(prefix)) continue;
      const file = path.join(os.tmpdir(), name);
      const mark = await readMark(file);
      if (mark?.bucket !== bucket || mark.endpoint !== this.#endpoint) continue;
      if (!(await isLeftover(file, prefix))) continue;
      await this.abort(mark)
        .then(() => rm(file, { force: true }))
        .catch(() => undefined);
    }
  }
}

/** A mark of this user's; in a folder that everybody writes to, others' are not to be believed. */
async function readMark(file: string): Promise<Mark | null> {
  try {
    const { uid } = await stat(file);
    if (process.getuid !== undefined && uid !== process.getuid()) return null;
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    // It is just being written, or just gone.
    return null;
  }
}
