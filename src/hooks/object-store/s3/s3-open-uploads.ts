// Multipart uploads that nobody will finish: S3 keeps their parts, unseen and paid for, until they are aborted.
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  NoSuchUpload,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Logger } from "../../../sdk/logger.ts";
import { type LeftMark, type UploadMark, UploadMarks } from "./upload-marks.ts";

/** An object that is written in parts. */
export interface UploadTarget {
  readonly bucket: string;
  readonly key: string;
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
  readonly #marks: UploadMarks;

  /** @param endpoint as it may be shown */
  constructor(client: S3Client, endpoint: string | null, log: Logger) {
    this.#client = client;
    this.#endpoint = endpoint;
    this.#marks = new UploadMarks(log);
  }

  /** To be called before S3 is asked for the upload. */
  mark({ bucket, key }: UploadTarget): Promise<UploadMark> {
    return this.#marks.add({ endpoint: this.#endpoint, bucket, key });
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
    for (const mark of await this.#marks.left()) {
      if (mark.bucket !== bucket || mark.endpoint !== this.#endpoint) continue;
      try {
        await this.#abortMarked(mark);
        await mark.remove();
      } catch {}
    }
  }

  async #abortMarked(mark: LeftMark): Promise<void> {
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
