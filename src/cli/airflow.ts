// `windsock airflow`: reads the command line, builds the DAGs, and hands over to a real Airflow.
import { type AirflowVersion, airflowVersions } from "../airflow/environment/airflow-versions.ts";
import { runAirflow } from "../airflow/run-airflow.ts";
import { loadProject } from "../compiler/config/load-project.ts";
import { UsageError, UserError } from "../model/errors.ts";
import { isPortTaken } from "../system/ports.ts";
import { number, type Options, text } from "./options.ts";

/** @returns the exit code */
export async function airflowCommand(options: Options): Promise<number> {
  const given = text(options, "version");
  if (given !== undefined && !isVersion(given)) {
    // Not quoted: 2.10 was read as a number, 2.1.
    throw new UsageError(`--version must be one of ${airflowVersions.join(", ")}.`);
  }
  const port = number(options, "port", "--port", 1024) ?? 8080;
  if (!Number.isInteger(port) || port > 65_535) {
    throw new UsageError(`--port ${port} is not a whole number up to 65535.`);
  }
  const project = await loadProject(process.cwd());
  const { airflow } = project.settings;
  const version = given ?? airflowVersions.find((each) => airflow.includes(each)) ?? airflowVersions[0];
  if (process.platform === "win32") {
    throw new UserError("Airflow does not run on Windows. Run this in the Windows Subsystem for Linux.");
  }
  if (await isPortTaken(port)) {
    throw new UserError(
      `Port ${port} is taken by another program. Stop it, or choose another port: --port ${port + 1}`,
    );
  }
  // The compiler is loaded when there is something to build.
  const { buildCommand } = await import("./build.ts");
  const exitCode = await buildCommand({});
  if (exitCode !== 0) return exitCode;
  return await runAirflow({ project, version, port, env: process.env, print: console.log });
}

function isVersion(version: string): version is AirflowVersion {
  return (airflowVersions as readonly string[]).includes(version);
}
