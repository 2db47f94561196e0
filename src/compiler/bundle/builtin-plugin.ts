// Loads Node's own modules when the code that wants them is run.
import { builtinModules } from "node:module";
import type { Plugin } from "esbuild";

const namespace = "windsock-builtin";
const isBuiltin = new RegExp(
  `^(?:node:.+|${builtinModules.filter((name) => /^[a-z]/.test(name)).join("|")})$`,
);

/**
 * An import is done before all else, also where it belongs to code that a task may never run, and makes a view of all that
 * the module has: that of `node:http` loads a WebSocket. A bundle requires them instead.
 */
export const builtinPlugin: Plugin = {
  name: namespace,
  setup(build) {
    build.onResolve({ filter: isBuiltin }, ({ path, kind }) =>
      kind === "require-call" || kind === "require-resolve"
        ? { path, external: true }
        : { path, namespace, sideEffects: false },
    );
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};
