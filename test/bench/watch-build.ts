// A compiler that watches its project, asked to build again by saving an operator.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { projectFolder } from "./bench.ts";
import { type DagProject, operatorModule } from "./dag-project.ts";
import type { MeasuredRun } from "./measure.ts";

export interface Watch {
  /** Changes one operator, another one each time, and waits until the compiler says that it has built. */
  saveOperator(): Promise<MeasuredRun>;
  stop(): Promise<void>;
}

export async function startWatch(
  { folder, operators }: DagProject,
  options: readonly string[] = [],
): Promise<Watch> {
  const command = path.join(projectFolder, "dist/cli/main.js");
  const child = execa(process.execPath, [command, "build", "--watch", ...options], {
    cwd: folder,
    all: true,
    reject: false,
    buffer: false,
    env: { NO_COLOR: "1" },
  });
  const built = () =>
    new Promise<void>((resolve, reject) => {
      let text = "";
      const listen = (chunk: Buffer) => {
        text += chunk.toString();
        if (!/^built .*$/m.test(text)) return;
        child.all.off("data", listen);
        child.off("exit", fail);
        resolve();
      };
      const fail = () => reject(new Error(`The watch ended:\n${text}`));
      child.all.on("data", listen);
      child.once("exit", fail);
    });
  await built();
  let version = 0;
  return {
    async saveOperator() {
      version += 1;
      const operator = operators[(version * 7) % operators.length];
      if (!operator) throw new Error("The project has no operators.");
      const { dagId, taskId, file } = operator;
      const again = built();
      const start = performance.now();
      await writeFile(path.join(folder, file), operatorModule(dagId, taskId, version));
      await again;
      const seconds = (performance.now() - start) / 1000;
      await checkBundle(folder, dagId, taskId, version);
      return { seconds, cpuSeconds: Number.NaN, peakBytes: await peakOf(child.pid), stdout: "" };
    },
    async stop() {
      child.kill("SIGTERM");
      await child;
    },
  };
}

async function checkBundle(folder: string, dagId: string, taskId: string, version: number): Promise<void> {
  const bundle = await readFile(path.join(folder, `generated/bundles/${dagId}/${taskId}.mjs`), "utf8");
  if (!bundle.includes(`version ${version}\``))
    throw new Error(`The bundle of ${dagId}.${taskId} is an old one.`);
}

/** Linux tells; elsewhere it is not known. */
async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
