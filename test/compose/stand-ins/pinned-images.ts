// The images that the compose file and its Dockerfile name, as they are pinned there.
import { readFile } from "node:fs/promises";
import path from "node:path";

/** Reads the names from the project's files, so that the test never runs against other ones. */
export async function pinnedImages(project: string): Promise<string[]> {
  const compose = await readFile(path.join(project, "docker-compose.yml"), "utf8");
  const dockerfile = await readFile(path.join(project, "docker/Dockerfile"), "utf8");
  const names = [
    ...compose.matchAll(/^ +image: +(\S+)$/gm),
    ...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm),
  ].map(([, name = ""]) => name);
  return [...new Set(names)].sort();
}
