// What killed runs may have left lying although the days are done.
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { etagOf } from "../../src/hooks/object-store/file/file-metadata.ts";
import type { TorturedProject } from "./tortured-project.ts";

/** Orphaned tasks notice within a second, and then have four to end. */
const patience = 15_000;

/** Whatever should not be there, in words; waits for tasks whose runner was killed. */
export async function leftovers(
  project: TorturedProject,
  openUploads: () => Promise<number>,
): Promise<string[]> {
  for (let waited = 0; ; waited += 250) {
    const found = await look(project, openUploads);
    if (found.length === 0 || waited > patience) return found;
    await sleep(250);
  }
}

async function look(project: TorturedProject, openUploads: () => Promise<number>): Promise<string[]> {
  const uploads = await openUploads();
  return [
    ...(await project.files("tmp", "out/tries", "out/warehouse.new", "out/object-store/.windsock-uploads")),
    ...(await project.files("out/state")).filter((file) => !isState(file)),
    ...(await project.files("out")).filter((file) => /\.lock|\.tmp$/.test(path.basename(file))),
    ...(await orphanedMetadata(project)),
    ...(uploads > 0 ? [`${uploads} open multipart uploads`] : []),
  ];
}

/** A DAG's runs, and updates of assets, which are kept for whatever DAG is scheduled on them. */
function isState(file: string): boolean {
  return file.endsWith(".jsonl") || path.basename(file) === "assets.log";
}

/** Metadata of no object. */
async function orphanedMetadata(project: TorturedProject): Promise<string[]> {
  const objects = await project.files("out/object-store/user-incoming-bucket");
  const etags = objects.map(async (file) =>
    etagOf(await stat(path.join(project.folder, file), { bigint: true })),
  );
  const known = new Set(await Promise.all(etags));
  const metadata = await project.files("out/object-store/.windsock-metadata");
  return metadata.filter((file) => !known.has(path.basename(file, ".json")));
}
