// How long `windsock dev` takes from the save of an operator to the new result of its task: `npx tsx test/bench/dev.ts`.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { projectFolder } from "./bench.ts";
import { makeDagProject, operatorModule } from "./dag-project.ts";

const saves = 11;

/** What the first task of the first DAG says of itself when it has run. */
const result = (version: number) => new RegExp(`^extract += success .*"rows":${version + 1}\\}$`, "m");

/** Seconds from each save to its result. */
async function measure(dags: number, args: readonly string[]): Promise<number[]> {
  const { folder, operators } = await makeDagProject(`dev-${dags}`, dags);
  const [{ dagId, taskId, file } = operators[0] as never] = operators;
  const command = path.join(projectFolder, "dist/cli/main.js");
  const child = execa(process.execPath, [command, "dev", dagId, ...args], {
    cwd: folder,
    all: true,
    reject: false,
    buffer: false,
    env: { NO_COLOR: "1" },
  });
  let text = "";
  let heard: () => void = () => undefined;
  child.all.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    heard();
  });
  const ended = child.then(() => Promise.reject(new Error(`It ended:\n${text}`)));
  const said = (pattern: RegExp) => {
    const isSaid = new Promise<void>((resolve) => {
      heard = () => pattern.test(text) && resolve();
      heard();
    });
    return Promise.race([isSaid, ended]);
  };
  await said(result(0));
  const seconds: number[] = [];
  for (let version = 1; version <= saves; version += 1) {
    // The next process is made ready meanwhile, as while somebody types.
    await sleep(1_500);
    const start = performance.now();
    await writeFile(path.join(folder, file), operatorModule(dagId, taskId, version));
    await said(result(version));
    seconds.push((performance.now() - start) / 1_000);
  }
  ended.catch(() => undefined);
  child.kill("SIGINT");
  await child;
  return seconds;
}

function line(title: string, seconds: readonly number[]): string {
  const sorted = seconds.toSorted((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return `${title.padEnd(40)} median ${median.toFixed(2)} s, ${least.toFixed(2)} to ${most.toFixed(2)} s`;
}

for (const dags of [1, 100]) {
  const title = dags === 1 ? "1 DAG" : `${dags} DAGs`;
  console.log(line(`${title}, one task`, await measure(dags, ["--task", "extract", "--no-types"])));
  console.log(line(`${title}, one task, types checked beside`, await measure(dags, ["--task", "extract"])));
}
