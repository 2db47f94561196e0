// docker/s3-policy.json gives the reference pipeline and its report what it needs on S3, and nothing that it does not need.
import { readFileSync } from "node:fs";
import path from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runOperator } from "windsock/testing";
import { checkS3Connection } from "../../dags-ts/operators/check-s3-connection.ts";
import { createSearchStatsTable } from "../../dags-ts/operators/create-search-stats-table.ts";
import { loadStatsRedshift } from "../../dags-ts/operators/load-stats-redshift.ts";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import { cleanRun, sourceKey } from "../dags/clean-run.ts";
import { reportRun } from "../dags/report/report-run.ts";
import { header, rowOf } from "../dags/source-rows.ts";
import { type PostgresServer, startPostgres } from "../services/postgres.ts";
import { pythonEnvironment } from "../services/python.ts";
import { startS3 } from "../services/s3.ts";

interface Policy {
  readonly Statement: readonly { readonly Sid: string }[];
}

const repository = path.resolve(import.meta.dirname, "../..");
const policy: Policy = JSON.parse(readFileSync(path.join(repository, "docker/s3-policy.json"), "utf8"));
const bucket = "user-incoming-bucket";
const python = await pythonEnvironment();
const s3 = await startS3();
let postgres: PostgresServer | undefined;
afterAll(async () => {
  await s3?.stop();
  await postgres?.stop();
});

describe.skipIf(!s3)("the S3 policy", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    await s3?.client.send(new CreateBucketCommand({ Bucket: bucket }));
    const Body = header + rowOf(1, {});
    await s3?.client.send(new PutObjectCommand({ Bucket: bucket, Key: sourceKey, Body }));
  });

  /** What the pipeline and its report do on S3, as a user with the policy. */
  async function runPipeline(given: Policy): Promise<void> {
    if (!s3 || !python || !postgres) throw new Error("There is no S3 server.");
    const script = path.join(import.meta.dirname, "iam_user.py");
    const { stdout } = await execa(python.python, [script, s3.endpoint, forMoto(given)]);
    const connection = connectionToJson(s3.connection(JSON.parse(stdout)));
    const check = { input: { bucket, sourceKey }, connections: { store: connection } };
    await runOperator(checkS3Connection, { ...check, logicalDate: "2021-07-02" });
    const { value: stats } = await cleanRun({ connection }, { bucket });
    const warehouse = connectionToJson(postgres.connection());
    await runOperator(createSearchStatsTable, { input: {}, connections: { warehouse } });
    await runOperator(loadStatsRedshift, { input: { stats }, connections: { warehouse } });
    await reportRun({ connection }, warehouse);
    // Without the day's clean data set, there is no audience: that of before is removed.
    await reportRun({ connection }, warehouse, { cleanKey: "user-data-clean/gone.csv" });
  }

  test("is enough for the pipeline", async () => {
    await runPipeline(policy);
  });

  test.each(policy.Statement.map(({ Sid }) => Sid))("is not enough without %s", async (sid) => {
    const Statement = policy.Statement.filter(({ Sid }) => Sid !== sid);
    await expect(runPipeline({ ...policy, Statement })).rejects.toThrow(/failed: access is denied/);
  });
});

/** To see whether a bucket is there takes s3:ListBucket on AWS, and an action of moto's own on moto. */
function forMoto(given: Policy): string {
  return JSON.stringify(given).replace('"s3:ListBucket"', '["s3:ListBucket", "s3:HeadBucket"]');
}
