import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

// Our own sources instead of dist. Without "module", which Vite would add: Node does not know it, and the AWS SDK's
// files for bundlers do not load in Node.
const resolve = { conditions: ["windsock-source", "node"] };

/** Tests whose files end in `.<name>.test.ts`: each needs something large that takes minutes to start. */
const heavy = (name: string, globalSetup?: string): TestProjectInlineConfiguration => ({
  resolve,
  ssr: { resolve },
  test: {
    name,
    include: [`test/**/*.${name}.test.ts`],
    ...(globalSetup !== undefined && { globalSetup }),
    testTimeout: 600_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
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
            tsconfig: "tsconfig.json",
          },
        },
      },
      heavy("browser"),
      heavy("faults"),
      heavy("airflow"),
      heavy("compose"),
      heavy("package", "test/package/pack.ts"),
    ],
  },
});
