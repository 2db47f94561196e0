// The intervals between pokes are those that Airflow's own sensors come to.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { airflowVersions } from "../../../src/airflow/environment/airflow-versions.ts";
import { nextPoke, type Waited } from "../../../src/local/schedule/poke-rules.ts";
import type { SensorTask } from "../../../src/model/dag/task-model.ts";
import { airflowEnvironment } from "../../services/python.ts";

interface Case {
  readonly options: Pick<SensorTask, "mode" | "pokeInterval" | "exponentialBackoff" | "maxWait" | "timeout">;
  readonly waited: Waited;
}

const someCase: fc.Arbitrary<Case> = fc.record({
  options: fc.record(
    {
      mode: fc.constantFrom("poke", "reschedule"),
      pokeInterval: fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.constantFrom(0.5, 2.7, 90.25)),
      exponentialBackoff: fc.boolean(),
      maxWait: fc.integer({ min: 10, max: 5000 }),
      timeout: fc.integer({ min: 200_000, max: 900_000 }),
    },
    { requiredKeys: ["mode"] },
  ),
  waited: fc.record({
    dagId: fc.constantFrom("a", "überall"),
    since: fc.integer({ min: 1_767_225_600_000, max: 1_800_000_000_000 }),
    elapsed: fc.integer({ min: 0, max: 200_000_000 }),
    pokes: fc.integer({ min: 1, max: 12 }),
  }),
});
const cases = fc.sample(someCase, { numRuns: 500, seed: 1 });

const script = `
import json, logging, sys
try:
    from airflow.sdk import BaseSensorOperator, DAG
except ImportError:
    from airflow.sensors.base import BaseSensorOperator
    from airflow import DAG
from datetime import datetime
names = {"pokeInterval": "poke_interval", "exponentialBackoff": "exponential_backoff", "maxWait": "max_wait"}
logging.disable(logging.CRITICAL)
waits = []
for case in json.load(sys.stdin):
    options, waited = case["options"], case["waited"]
    keywords = {names.get(name, name): value for name, value in options.items()}
    with DAG("dag", start_date=datetime(2026, 1, 1), schedule=None):
        sensor = BaseSensorOperator(task_id="wait", **keywords)
    sensor.__dict__["dag_id"] = waited["dagId"]
    type(sensor).dag_id = property(lambda self: self.__dict__["dag_id"])
    waits.append(sensor._get_next_poke_interval(waited["since"], lambda: waited["elapsed"] / 1000, waited["pokes"]))
print("\\n" + json.dumps(waits))
`;

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  test.skipIf(!airflow)(`in Airflow ${version}`, async () => {
    const home = await mkdtemp(path.join(tmpdir(), "windsock-pokes-"));
    const { stdout } = await execa(airflow?.python ?? "", ["-c", script], {
      input: JSON.stringify(cases),
      env: { AIRFLOW_HOME: home },
    });
    await rm(home, { recursive: true });
    const theirs: number[] = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
    const ours = cases.map(({ options, waited }) =>
      nextPoke({ ...options, kind: "sensor", taskId: "wait" } as SensorTask, waited),
    );
    // Airflow itself has no shortest time for what is rescheduled.
    const bounded = theirs.map((wait, index) =>
      cases[index]?.options.mode === "reschedule" ? Math.max(wait, 10) : wait,
    );
    expect(ours).toEqual(bounded);
  });
}
