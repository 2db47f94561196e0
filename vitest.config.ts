import { availableParallelism } from "node:os";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Our own sources instead of dist. Without "module", which Vite would add: Node does not know it, and the AWS SDK's
// files for bundlers do not load in Node.
const resolve = { conditions: ["windsock-source", "node"] };

/** One more than there are cores: many tests wait for processes that they started. */
const maxWorkers = availableParallelism() + 1;

/** Run once, before the first test that needs the part: they make it, or say what is skipped where it is absent. */
const python = "test/services/prepare-python.ts";
const chromium = "test/ui/look-for-browser.ts";
const tarball = "test/package/pack.ts";

/** The files that take longest: they begin first, so that none is left alone with its worker at the end. */
const longest = [
  "test/airflow/real-airflow.airflow.test.ts",
  "test/airflow/differential.airflow.test.ts",
  "test/airflow/sensor-ends.airflow.test.ts",
  "test/compiler/kept-builds.builds.test.ts",
  "test/package/init.package.test.ts",
  "test/local/python-operators.services.test.ts",
  "test/dev/dev.faults.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** What needs more than Node, in files that end in `.<name>.test.ts`; one project after the other. */
const heavy: TestProjectInlineConfiguration[] = [
  { name: "services", globalSetup: [python], maxWorkers: 2 },
  { name: "browser", globalSetup: [chromium] },
  { name: "faults", globalSetup: [python], maxWorkers: 2 },
  { name: "package", globalSetup: [tarball], maxWorkers: 2 },
  { name: "airflow", globalSetup: [python, chromium], maxWorkers: 2 },
  { name: "compose", globalSetup: [chromium] },
].map(({ name, globalSetup, maxWorkers = 1 }, index) => ({
  resolve,
  ssr: { resolve },
  test: {
    name,
    globalSetup,
    include: [`test/**/*.${name}.test.ts`],
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    maxWorkers,
    sequence: { groupOrder: index + 1 },
  },
}));

/** What needs Node alone, several files at a time. Modules are loaded once for all files of a worker. */
const light = { testTimeout: 120_000, hookTimeout: 240_000, isolate: false, maxWorkers };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          ...light,
          name: "unit",
          include: ["test/**/*.test.ts", "template/**/*.test.ts"],
          exclude: ["test/**/*.*.test.ts"],
        },
      },
      {
        resolve,
        ssr: { resolve },
        test: { ...light, name: "builds", include: ["test/**/*.builds.test.ts"] },
      },
      {
        resolve,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ["test/**/*.test-d.ts"],
            tsconfig: "test/tsconfig.types.json",
          },
          maxWorkers,
        },
      },
      ...heavy,
    ],
  },
});
