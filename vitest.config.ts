import { defineConfig } from "vitest/config";

// Our own sources instead of dist. Without "module", which Vite would add: Node does not know it, and the AWS SDK's
// files for bundlers do not load in Node.
const conditions = ["windsock-source", "node"];
const resolve = { conditions };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr: { resolve },
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
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
    ],
  },
});
