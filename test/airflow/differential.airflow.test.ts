// Graphs that nobody wrote run in the local runner as they do in Airflow; `npm run differential` takes more of them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { airflowVersions } from "../../src/airflow/environment/airflow-versions.ts";
import { graphs } from "../differential/graph.ts";
import { isGraph, tryGraphs } from "../differential/try-graphs.ts";
import { airflowEnvironment } from "../services/python.ts";

const count = 50;
const seed = 20_261_126;

const environments = await Promise.all(airflowVersions.map((version) => airflowEnvironment(version)));

/** Their sensors wait in Airflow's time; on a busy machine it is ten minutes. */
const timeout = 1_800_000;

test.skipIf(environments.includes(null))(
  `${count} random graphs run as they do in Airflow`,
  { timeout },
  async () => {
    const pythons = airflowVersions.map(
      (version, index) => [version, environments[index]?.python ?? ""] as const,
    );
    const sample = fc.sample(graphs.filter(isGraph), { seed, numRuns: count });
    const found = await tryGraphs(sample, Object.fromEntries(pythons));
    const different = found.flatMap((each, index) => {
      const texts = Object.entries(each).flatMap(([version, differences]) =>
        differences.map((text) => `Airflow ${version}: ${text}`),
      );
      return texts.length === 0 ? [] : [{ texts, graph: sample[index] }];
    });
    expect(different).toEqual([]);
  },
);
