import { afterAll, describe } from "vitest";
import { startS3 } from "../services/s3.ts";
import { objectStoreContract } from "./object-store/contract.ts";
import { s3Store } from "./object-stores.ts";

const s3 = await startS3();
afterAll(() => s3?.stop());

describe.skipIf(s3 === null)("with S3", () => {
  if (s3) objectStoreContract("S3", s3Store(s3));
});
