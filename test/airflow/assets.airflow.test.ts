// Assets as real schedulers read them from the metadata database: Airflow 3's assets, Airflow 2's datasets.
import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { TestProject } from "../compiler/test-project.ts";
import { airflowEnvironment } from "../services/python.ts";

interface SerialisedDag {
  readonly timetable: Readonly<Record<string, unknown>>;
  readonly tasks: Readonly<Record<string, { readonly inlets: unknown; readonly outlets: unknown }>>;
}

const listings = "s3://shop/listings";
const prices = "warehouse://shop/public/prices";
const rates = "x-rates://euro?base=chf&at=noon";

let project: TestProject;

beforeAll(async () => {
  project = await TestProject.create("assets");
  expect(await project.windsock("build")).toMatchObject({ exitCode: 0 });
});
afterAll(() => project?.remove());

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);
  const what = version.startsWith("2.") ? "dataset" : "asset";
  const named = (uri: string) => expect.objectContaining({ __type: what, uri });

  describe.skipIf(!airflow)(`Airflow ${version} reads`, () => {
    let dags: Readonly<Record<string, SerialisedDag>>;

    beforeAll(async () => {
      const home = await mkdtemp(path.join(project.folder, "home-"));
      const script = path.join(import.meta.dirname, "read_serialised.py");
      const attributes = [["dag_id"], ["inlets", "outlets"]].map((names) => JSON.stringify(names));
      const env = { AIRFLOW_HOME: home, AIRFLOW__CORE__LOAD_EXAMPLES: "False" };
      // Airflow 2 asks its database what an alias in a schedule has been used for.
      const makeDatabase = "from airflow.utils.db import initdb; initdb()";
      await execa(airflow?.python ?? "", ["-c", makeDatabase], { env });
      const { stdout } = await execa(
        airflow?.python ?? "",
        [script, path.join(project.folder, "generated"), ...attributes],
        { env },
      );
      const { importErrors, dags: read } = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      expect(importErrors).toEqual({});
      dags = read;
      await rm(home, { recursive: true });
    });

    test("what tasks read and update", () => {
      expect(dags.writes?.tasks).toMatchObject({
        count: { inlets: [], outlets: [listings] },
        look: { inlets: [listings], outlets: [prices, rates] },
        tell: { outlets: ["daily report", "s3://lake/"] },
      });
    });

    test("what they update that only they know", () => {
      expect(dags.exports?.tasks).toMatchObject({ write: { outlets: [expect.anything(), listings] } });
      // Airflow 2 stores the datasets that the alias has been used for, of which there are none yet.
      const stored = JSON.stringify(dags["reads-exports"]?.timetable);
      expect(stored.includes("shop-exports")).toBe(what === "asset");
    });

    test("a schedule on one asset", () => {
      expect(Object.values(dags["reads-one"]?.timetable ?? {})).toContainEqual(named(listings));
    });

    test("a schedule on all of some assets and any of others", () => {
      expect(Object.values(dags["reads-several"]?.timetable ?? {})).toContainEqual({
        __type: `${what}_all`,
        objects: [named(listings), { __type: `${what}_any`, objects: [named(prices), named(rates)] }],
      });
    });
  });
}
