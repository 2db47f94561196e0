// Builds again on each save, until the process is told to stop.
import { once } from "node:events";
import type { Project } from "../model/project.ts";
import { SourceWatch } from "./watch/source-watch.ts";

/**
 * Builds, then builds again whenever something changes that the DAGs are made of. Saves during a build lead to one
 * more build after it.
 *
 * @param build never fails; says which files the DAGs are made of, relative to the project's folder
 * @returns the exit code, once the process is told to stop by SIGINT or SIGTERM
 */
export async function watchDags(project: Project, build: () => Promise<Iterable<string>>): Promise<number> {
  const stop = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  let building: Promise<void> = Promise.resolve();
  let waiting = false;
  const again = () => {
    if (waiting) return;
    waiting = true;
    building = building.then(async () => {
      waiting = false;
      const start = Date.now();
      watch.watch(project.settings.dags, await build(), start);
    });
  };
  const watch = new SourceWatch(project.folder, again);
  try {
    again();
    await stop;
    await building;
    return 0;
  } finally {
    watch.close();
  }
}
