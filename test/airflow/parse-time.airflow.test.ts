// What an emitted DAG file costs Airflow's DAG processor, next to one written by hand. Told, not judged.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { airflowEnvironment } from "../services/python.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const script = path.join(import.meta.dirname, "parse_time.py");
const files = [
  path.join(repository, "generated/user_s3_to_redshift.py"),
  path.join(import.meta.dirname, "hand_written.py"),
];

let home: string;

beforeAll(async () => {
  await mkdir(path.join(repository, "out/test"), { recursive: true });
  home = await mkdtemp(path.join(repository, "out/test/parse-"));
});

afterAll(() => rm(home, { recursive: true, force: true }));

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    test("parses an emitted DAG file and a hand-written one", async () => {
      const env = { AIRFLOW_HOME: home, PYTHONDONTWRITEBYTECODE: "1" };
      const { stdout } = await execa(airflow?.python ?? "", [script, ...files], { env });
      const [emitted, written]: [number, number] = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      const ratio = (emitted / written).toFixed(1);
      console.log(
        `Airflow ${version} parses the emitted file in ${emitted.toFixed(1)} ms, a hand-written one of the same ` +
          `shape in ${written.toFixed(1)} ms: ratio ${ratio}`,
      );
      expect(emitted).toBeGreaterThan(0);
    });
  });
}
