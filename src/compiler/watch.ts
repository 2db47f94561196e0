// Builds again on each save, until the process is told to stop.
import path from "node:path";
import { watch } from "chokidar";
import { dagsFolder, type Project } from "../model/project.ts";

/** Editors save in several steps; this long after the last one, in milliseconds, the build begins. */
const quietTime = 20;

/**
 * Builds, then builds again whenever something in the DAGs folder changes. Saves during a build lead to one
 * more build after it.
 *
 * @returns the exit code, once the process is told to stop by SIGINT or SIGTERM
 */
export async function watchDags(project: Project, build: () => Promise<number>): Promise<number> {
  const watcher = watch(path.join(project.folder, dagsFolder), { ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  let building = build();
  watcher.on("all", (_event, file) => {
    if (!/\.(ts|tsx|js|mjs|json)$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(build);
      // An unexpected error ends the watch as it would end a build.
      building.catch((error: unknown) => watcher.emit("error", error));
    }, quietTime);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      process.once("SIGINT", resolve);
      process.once("SIGTERM", resolve);
      watcher.once("error", reject);
      building.catch(reject);
    });
    await building;
    return 0;
  } finally {
    clearTimeout(timer);
    await watcher.close();
  }
}
