// What killed runs may have left lying although the days are done.
import { stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { etagOf } from "../../src/hooks/object-store/file/file-metadata.ts";
import { lockFile } from "../../src/system/file-lock.ts";
import { parseProcess, stateOf } from "../../src/system/process-name.ts";
import type { TorturedProject } from "./tortured-project.ts";

const uploadsFolder = "out/object-store/.windsock-uploads";

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
  const [uploads, marks] = [await openUploads(), await project.files("tmp")];
  const open = uploads - marks.filter(isOfContainer).length;
  return [
    ...[...marks, ...(await project.files("out/tries", "out/warehouse.new", uploadsFolder))].filter(
      (file) => !isOfContainer(file),
    ),
    ...(await project.files("out/state")).filter((file) => !isState(file)),
    ...(await project.files("out")).filter((file) => file.endsWith(".tmp") || isHeldLock(project, file)),
    ...(await orphanedMetadata(project)),
    ...(open > 0 ? [`${open} open multipart uploads`] : []),
  ];
}

/** Of a process in a container, of which nobody else can tell that it is gone: it is cleared away after a day. */
function isOfContainer(file: string): boolean {
  const owner = parseProcess(path.basename(file, path.extname(file)));
  return owner !== null && stateOf(owner) === "elsewhere";
}

/**
 * A lock that somebody has still. The file of one that nobody has stands in nobody's way: it stays where a runner was
 * killed after its last task, and the next one had nothing to do.
 */
function isHeldLock(project: TorturedProject, file: string): boolean {
  if (!file.endsWith(".lock")) return false;
  const giveBack = lockFile(path.join(project.folder, file), "");
  giveBack?.();
  return giveBack === null;
}

/** A DAG's runs, and updates of assets, which are kept for whatever DAG is scheduled on them. */
function isState(file: string): boolean {
  return file.endsWith(".jsonl") || path.basename(file) === "assets.log";
}

/** Metadata of no object. */
async function orphanedMetadata(project: TorturedProject): Promise<string[]> {
  const left = (await project.files(uploadsFolder)).filter(isOfContainer);
  const objects = [...(await project.files("out/object-store/user-incoming-bucket")), ...left];
  const etags = objects.map(async (file) =>
    etagOf(await stat(path.join(project.folder, file), { bigint: true })),
  );
  const known = new Set(await Promise.all(etags));
  const metadata = await project.files("out/object-store/.windsock-metadata");
  return metadata.filter((file) => !known.has(path.basename(file, ".json")));
}
