import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadEnvironment } from "../../../src/model/connection/environment.ts";
import { UserError } from "../../../src/model/errors.ts";
import { findProject, ProjectNotFoundError } from "../../../src/model/project.ts";

const parent = path.resolve(import.meta.dirname, "../../../out/test");
let folder: string;

beforeAll(async () => {
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(path.join(parent, "environment-"));
  await mkdir(path.join(folder, "dags-ts"));
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "@acme/Data Pipelines" }));
  await writeFile(path.join(folder, ".env"), "AIRFLOW_VAR_A=private\nAIRFLOW_VAR_B=private\n");
  await writeFile(
    path.join(folder, "dags-ts/local.env"),
    "AIRFLOW_VAR_A=local\nAIRFLOW_VAR_B=local\nAIRFLOW_VAR_C=local\nAIRFLOW_CONN_STORE=fs://?path=out%2Fstore\n",
  );
});

const load = (projectFolder: string, values: Readonly<Record<string, string>>) =>
  loadEnvironment(projectFolder, path.join(projectFolder, "dags-ts"), values);

afterAll(() => rm(folder, { recursive: true }));

describe("the environment of a run without Airflow", () => {
  test("is the process's, then .env, then local.env beside the DAGs", () => {
    const environment = load(folder, { AIRFLOW_VAR_A: "process", AIRFLOW_VAR_B: "" });
    expect(["a", "B", "c", "d"].map((key) => environment.variable(key))).toEqual([
      "process",
      "private",
      "local",
      undefined,
    ]);
  });

  test("anchors relative paths of connections at the project", () => {
    const { extra } = load(folder, {}).connection("store");
    expect(extra.path).toBe(path.join(folder, "out/store"));
  });

  test("lists all variables and connections that have a value, each once", () => {
    const environment = load(folder, {
      AIRFLOW_VAR_B: "",
      AIRFLOW_VAR_D: "process",
      AIRFLOW_CONN_STORE: "fs://",
      AIRFLOW_CONN_GONE: "",
      AIRFLOW__CORE__EXECUTOR: "none",
    });
    expect(environment.connectionIds()).toEqual(["store"]);
    expect(environment.variables()).toEqual({
      AIRFLOW_VAR_A: "private",
      AIRFLOW_VAR_B: "private",
      AIRFLOW_VAR_C: "local",
      AIRFLOW_VAR_D: "process",
    });
  });

  test("refuses an env file that is there and cannot be read, naming it", async () => {
    const elsewhere = await mkdtemp(path.join(parent, "environment-"));
    await mkdir(path.join(elsewhere, ".env"));
    expect(() => load(elsewhere, {})).toThrow(UserError);
    expect(() => load(elsewhere, {})).toThrow(path.join(elsewhere, ".env"));
    await rm(elsewhere, { recursive: true });
  });

  test("names the variable that a missing connection would be in", () => {
    expect(() => load(folder, {}).connection("gone")).toThrow(
      'Connection "gone" does not exist. Set AIRFLOW_CONN_GONE in the environment or in .env',
    );
  });
});

describe("a project", () => {
  test("is found from any folder below it, and named by its package", () => {
    expect(findProject(path.join(folder, "dags-ts"))).toEqual({ folder, name: "acme_data_pipelines" });
  });

  test("is missed with a word where there is none", () => {
    expect(() => findProject("/")).toThrow(ProjectNotFoundError);
  });
});
