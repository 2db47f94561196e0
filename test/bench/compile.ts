// How long compiling takes, beside one bare call of esbuild over the same entries.

import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultSettings } from "../../src/model/settings.ts";
import { type Bench, type Bound, type Part, projectFolder } from "./bench.ts";
import { bundlePeer } from "./bundle-peer.ts";
import { type ContestResult, runContest, standingOf } from "./contest.ts";
import { type DagProject, makeDagProject, operatorModule } from "./dag-project.ts";
import { type Command, type MeasuredRun, measure } from "./measure.ts";
import { startWatch, type Watch } from "./watch-build.ts";

const command = path.join(projectFolder, "dist/cli/main.js");

const names = {
  bare: "esbuild alone",
  full: "windsock build, nothing there",
  again: "windsock build, nothing changed",
  one: "windsock build --no-types, one operator changed",
  typed: "windsock build, one operator changed",
  check: "windsock build --check, nothing changed",
  watch: "windsock build --watch, one operator saved",
  untyped: "windsock build --watch --no-types, one operator saved",
} as const;

export const compile: Part = {
  name: "compile",
  title: "Compiling",
  about:
    "Generated projects, each DAG with six tasks in modules of their own. esbuild alone bundles the same entries with the " +
    "same options in one call (of a thousand DAGs, a hundred a call) and does nothing else. The watch is measured from the " +
    "save of an operator until its types are checked and all is written, the 20 ms in which it waits for further saves included, as " +
    "the median of five saves in a row. Memory and CPU time are those of Node; esbuild is a process of its own in all of them, and " +
    "so is TypeScript, which is started but where there is `--no-types` or nothing changed.",
  baseline: names.bare,
  async run(bench) {
    const contests: ContestResult[] = [];
    for (const dags of bench.quick ? [1, 5] : [1, 100, 1_000]) contests.push(await contest(bench, dags));
    const [, hundred, thousand] = contests;
    return { contests, bounds: hundred && thousand ? bounds(hundred, thousand) : [] };
  },
};

async function contest(bench: Bench, dags: number): Promise<ContestResult> {
  const title = dags === 1 ? "1 DAG" : `${dags.toLocaleString("en")} DAGs`;
  bench.progress.note(`Making a project of ${title}`);
  const project = await makeDagProject(String(dags), dags);
  const bare = await bareCall(project);
  // A project of its own: whoever watches builds all again when somebody else has built.
  const watch = await startWatch(await makeDagProject(`${dags}-watched`, dags));
  // A thousand DAGs are 5 GB of bundles.
  const isLarge = dags >= 1_000;
  const untyped = isLarge
    ? null
    : await startWatch(await makeDagProject(`${dags}-untyped`, dags), ["--no-types"]);
  const build: Command = {
    argv: [process.execPath, command, "build"],
    cwd: project.folder,
  };
  const mostRuns = isLarge ? 1 : 100;
  const generated = path.join(project.folder, defaultSettings.generated);
  const cache = path.join(project.folder, "node_modules/.cache");
  try {
    return await runContest(bench, {
      title,
      contestants: [
        { name: names.bare, work: bare, mostRuns },
        { name: names.watch, work: () => medianSave(watch) },
        ...(untyped ? [{ name: names.untyped, work: () => medianSave(untyped) }] : []),
        {
          name: names.full,
          work: build,
          mostRuns,
          prepare: async () => {
            for (const folder of [generated, cache]) await rm(folder, { recursive: true, force: true });
          },
        },
        { name: names.again, work: build, prepare: () => buildNow(bench, build) },
        {
          name: names.one,
          work: { ...build, argv: [...build.argv, "--no-types"] },
          prepare: () => changeOperator(project),
        },
        { name: names.typed, work: build, prepare: () => changeOperator(project) },
        {
          name: names.check,
          work: { ...build, argv: [...build.argv, "--check"] },
          prepare: () => buildNow(bench, build),
        },
      ],
    });
  } finally {
    await watch.stop();
    await untyped?.stop();
  }
}

/** Saving takes so short that whatever else the machine does hides it: of several in a row, the middle one. */
async function medianSave(watch: Watch): Promise<MeasuredRun> {
  const runs: MeasuredRun[] = [];
  while (runs.length < 5) {
    runs.push(await watch.saveOperator());
    await sleep(500);
  }
  return runs.sort((a, b) => a.seconds - b.seconds)[2] as MeasuredRun;
}

let version = 0;

/** Another one each time. */
async function changeOperator({ folder, operators }: DagProject): Promise<void> {
  version += 1;
  const operator = operators[(version * 7) % operators.length];
  if (!operator) throw new Error("The project has no operators.");
  const { dagId, taskId, file } = operator;
  await writeFile(path.join(folder, file), operatorModule(dagId, taskId, version));
}

/**
 * So that nothing has changed: another contestant may have changed an operator, and not looked at its types. In the
 * environment of what is measured, on which builds depend.
 */
async function buildNow({ python, scratch }: Bench, build: Command): Promise<void> {
  await measure(python, scratch, build);
}

/** The compiler's own entries, as files, for an esbuild that knows nothing of DAGs. */
async function bareCall({ folder, operators }: DagProject): Promise<Command> {
  const entries = path.join(folder, "entries");
  const program = path.join(projectFolder, "dist/runtime/run-program.js");
  for (const { dagId, taskId, file } of operators) {
    await mkdir(path.join(entries, dagId), { recursive: true });
    const text = [
      `import { operator as code } from ${JSON.stringify(`../../${file}`)};`,
      `import { runProgram } from ${JSON.stringify(program)};`,
      `await runProgram(code, ${JSON.stringify({ dagId, taskId })});`,
    ];
    await writeFile(path.join(entries, dagId, `${taskId}.ts`), text.join("\n"));
  }
  return { argv: [process.execPath, await bundlePeer("esbuild-alone")], cwd: folder };
}

function bounds(hundred: ContestResult, thousand: ContestResult): Bound[] {
  const seconds = (name: string) => standingOf(hundred, name).seconds;
  const ofThousand = (name: string) => standingOf(thousand, name).seconds;
  return [
    {
      promise: "1,000 DAGs: build of what did not change",
      value: ofThousand(names.again),
      limit: 2,
      unit: "s",
    },
    {
      promise: "1,000 DAGs: check of what did not change",
      value: ofThousand(names.check),
      limit: 2,
      unit: "s",
    },
    {
      promise: "1,000 DAGs: one operator changed, types not checked, beyond a build of what did not change",
      value: ofThousand(names.one) - ofThousand(names.again),
      limit: 1,
      unit: "s",
    },
    {
      promise: "100 DAGs: full build, of one bare call of esbuild",
      value: seconds(names.full) / seconds(names.bare),
      limit: 3,
      unit: "x",
    },
    {
      promise: "100 DAGs, watch: from saving an operator to its bundle, types not checked",
      value: seconds(names.untyped) * 1000,
      limit: 300,
      unit: "ms",
    },
  ];
}
