// The report's operator against a bucket in a folder and a real PostgreSQL, for tests.
import { runOperator } from "windsock/testing";
import { withoutDashes } from "../../../dags-ts/local/sample-data/search-days.ts";
import { createSearchStatsTable } from "../../../dags-ts/operators/create-search-stats-table.ts";
import { engagementReport } from "../../../dags-ts/operators/engagement-report.ts";
import { loadStatsRedshift } from "../../../dags-ts/operators/load-stats-redshift.ts";
import { type BucketFolder, bucket } from "../bucket-folder.ts";
import { cleanRun } from "../clean-run.ts";

export const reportKey = "reports/search-engagement.html";

export const keyTemplates = {
  sourceKey: "user-data/session_user_data{ds_nodash}.zip",
  cleanKey: "user-data-clean/session_user_data{ds_nodash}.csv",
  uniqueKey: "user-data-clean/unique_valid_searches{ds_nodash}.csv",
};

const input = {
  bucket,
  ...keyTemplates,
  reportKey,
  from: null as string | null,
  to: null as string | null,
  minClicks: 3,
  otherClicks: 2,
  interactive: false,
  updates: [] as { extra: { day: string; users: number; searches: number } }[],
};

export const keyOfDay = (template: keyof typeof keyTemplates, day: string) =>
  keyTemplates[template].replace("{ds_nodash}", withoutDashes(day));

/** As the pipeline's run of a day does. */
export async function runPipeline(
  folder: BucketFolder,
  warehouse: string,
  day: string,
  source: string | Uint8Array,
) {
  await folder.put(keyOfDay("sourceKey", day), source);
  const { value: stats } = await cleanRun(folder, { logicalDate: day, maxRejectedShare: 1 });
  await runOperator(createSearchStatsTable, { input: {}, connections: { warehouse } });
  await runOperator(loadStatsRedshift, { input: { stats }, connections: { warehouse } });
  return stats;
}

export function reportRun(
  { connection }: Pick<BucketFolder, "connection">,
  warehouse: string,
  changes: Partial<typeof input> = {},
) {
  return runOperator(engagementReport, {
    input: { ...input, ...changes },
    connections: { store: connection, warehouse },
  });
}
