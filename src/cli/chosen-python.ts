// Which Python has the Airflow that is asked.
import { existsSync } from "node:fs";
import path from "node:path";
import { airflowVersions } from "../airflow/environment/airflow-versions.ts";
import { UserError } from "../model/errors.ts";
import type { Project } from "../model/project.ts";
import { type Options, text } from "./options.ts";

/**
 * The Python of `--python`; without a name, the one of the newest Airflow that `windsock airflow` has installed.
 *
 * @throws {UserError} when there is none
 */
export function chosenPython({ folder }: Pick<Project, "folder">, options: Options): string {
  if (options.python !== undefined && options.python !== true) return text(options, "python") ?? "";
  const pythons = airflowVersions.map((version) => path.join(folder, ".airflow", version, "bin/python"));
  const python = pythons.find((file) => existsSync(file));
  if (python !== undefined) return python;
  throw new UserError(
    "There is no Airflow to ask. Name the Python that one is installed for (--python <interpreter>), " +
      "or let `npx windsock airflow` install one.",
  );
}
