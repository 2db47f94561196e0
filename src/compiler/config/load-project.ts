// The project that a command is about, with what it chooses in `windsock.config.ts`.
import { readdirSync } from "node:fs";
import { BuildError } from "../../model/build-error.ts";
import { findProject, type Project } from "../../model/project.ts";
import { defaultSettings } from "../../model/settings.ts";

/** What the file may be called, the usual name first. */
export const configNames = ["ts", "mts", "js", "mjs"].map((ending) => `windsock.config.${ending}`);

/**
 * The project that `start` lies in. Nothing is loaded where there is no file of settings.
 *
 * @throws {ProjectNotFoundError} when there is none, or its package.json cannot be used
 * @throws {BuildError} with all that is wrong with its settings
 */
export async function loadProject(start: string): Promise<Project> {
  const place = findProject(start);
  const file = configFile(place.folder);
  if (file === undefined) return { ...place, settings: defaultSettings };
  const { evaluateConfig } = await import("./evaluate-config.ts");
  return { ...place, settings: await evaluateConfig(place, file) };
}

function configFile(folder: string): string | undefined {
  const found = readdirSync(folder)
    .filter((name) => /^windsock\.config\.[a-z]+$/.test(name))
    .sort();
  const unread = found.filter((name) => !configNames.includes(name));
  if (unread.length > 0) {
    throw refusal(`${unread.join(" and ")} would not be read. The settings belong into windsock.config.ts.`);
  }
  if (found.length > 1) throw refusal(`There are ${found.join(" and ")}. Keep one of them.`);
  return found[0];
}

function refusal(message: string): BuildError {
  return new BuildError([{ message, position: null }]);
}
