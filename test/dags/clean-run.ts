// Runs the clean step's operator against a bucket in a folder.
import { runOperator } from "windsock/testing";
import { s3UserClean } from "../../dags-ts/operators/s3-user-clean.ts";
import { type BucketFolder, bucket } from "./bucket-folder.ts";

export const sourceKey = "user-data/session_user_data20210702.zip";
export const cleanKey = "user-data-clean/session_user_data20210702.csv";
export const uniqueKey = "user-data-clean/unique_valid_searches20210702.csv";
export const rejectedKey = "user-data-rejected/session_user_data20210702.csv";

/** Of 2 July. */
const input = {
  bucket,
  sourceKey: "user-data/session_user_data{ds_nodash}.zip",
  destKey: "user-data-clean/session_user_data{ds_nodash}.csv",
  uniqueKey,
  rejectedKey,
  minClicks: 3,
  maxRejectedShare: 0.01,
};

export function cleanRun(
  { connection }: Pick<BucketFolder, "connection">,
  { logicalDate = "2021-07-02", ...changes }: Partial<typeof input> & { logicalDate?: string } = {},
) {
  const ofDay = (key: string) => key.replace("20210702", logicalDate.replaceAll("-", ""));
  return runOperator(s3UserClean, {
    input: { ...input, uniqueKey: ofDay(uniqueKey), rejectedKey: ofDay(rejectedKey), ...changes },
    connections: { store: connection },
    logicalDate,
  });
}
