import path from "node:path";
import { describe, expect, test } from "vitest";
import { detectPackageManager, inWordsOf } from "../../src/init/package-manager.ts";
import { InitFolder } from "./init-folder.ts";

const pnpmItself = "pnpm/12.21.0 npm/? node/v24.1.0 linux x64";

describe("the package manager of a project is", () => {
  test.each([
    ["that of its lock file", { "package.json": "", "yarn.lock": "" }, ".", pnpmItself, "yarn"],
    [
      "that of the workspace",
      { "package.json": "", "package-lock.json": "" },
      "packages/dags",
      pnpmItself,
      "npm",
    ],
    ["the one that started this", { "package.json": "" }, ".", pnpmItself, "pnpm"],
    ["not that of a stray lock file", { "yarn.lock": "" }, "dags", pnpmItself, "pnpm"],
    ["npm where another one started this", {}, ".", "bun/1.3.0 npm/? node/v24.1.0", "npm"],
    ["npm where nothing tells", {}, ".", "", "npm"],
  ])("%s", (_what, files, folder, userAgent, expected) => {
    using here = new InitFolder(files);
    expect(detectPackageManager(path.join(here.folder, folder), userAgent)).toBe(expected);
  });
});

test.each([
  ["npm", "npm ci", "npm run build", "npx windsock build", "npm test"],
  [
    "pnpm",
    "npm install --global pnpm && pnpm install --frozen-lockfile",
    "pnpm run build",
    "pnpm exec windsock build",
    "pnpm test",
  ],
  [
    "yarn",
    "npm install --global yarn && yarn install --frozen-lockfile",
    "yarn run build",
    "yarn run windsock build",
    "yarn test",
  ],
] as const)("the template in the words of %s", (manager, ...expected) => {
  const words = ["npm ci", "npm run build", "npx windsock build", "npm test"];
  expect(words.map((text) => inWordsOf(manager, text))).toEqual(expected);
  // A kind of task of the editor's, whoever runs it.
  expect(inWordsOf(manager, '"npm: build"')).toBe('"npm: build"');
});
