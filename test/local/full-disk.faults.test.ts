// The runner's memory on a disk that is full for a moment.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { mountSmallDisk, unmount } from "../faults/small-disk.ts";
import { RunnerProject } from "./runner-project.ts";

/** On 4 July the task leaves no more than so many bytes of the disk that `out` is on. */
const fill = (left: number) => `
  if (ds === "2021-07-04" && !existsSync("calm")) {
    const filler = openSync("out/filler", "a");
    const block = Buffer.alloc(512);
    try { for (;;) if (writeSync(filler, block) < block.length) break; } catch {}
    ftruncateSync(filler, fstatSync(filler).size - ${left});
    closeSync(filler);
  }
  succeed({ day: ds, padding: "x".repeat(3000) });`;

test.each([0, 100, 2000, 4096, 6000])(
  "a disk with %i bytes left ends the run now, and the next one goes on from what is whole",
  async (left) => {
    const project = new RunnerProject();
    onTestFinished(() => project.remove());
    const out = path.join(project.folder, "out");
    mkdirSync(out);
    if (!(await mountSmallDisk(out, "256k"))) return;
    onTestFinished(() => unmount(out));
    const imports = 'import { openSync, writeSync, ftruncateSync, fstatSync } from "node:fs";';
    project.dag(
      "sample",
      { work: { run: `${imports} note("ran"); ${fill(left)}`, outlets: ["s3://shop/listings"] } },
      { endDate: "2021-07-12" },
    );
    const { exitCode, stdout, stderr } = await project.windsock(["run", "sample", "--jobs", "1"]);
    const done = () => new Set(successes(project));
    if (exitCode === 0) expect(done().size).toBe(11);
    else {
      expect([exitCode, stdout]).toEqual([1, expect.not.stringContaining("all of them successful")]);
      expect(stderr).toMatch(/out\/state\/\S+ cannot be continued: .*(ENOSPC|Is the disk full\?)/);
      expect(stderr).not.toContain("    at ");
      // It did not work on.
      expect(project.events().length).toBeLessThan(11);
    }
    if (left < 3000) expect(exitCode).toBe(1);
    rmSync(path.join(out, "filler"));
    writeFileSync(path.join(project.folder, "calm"), "");
    const resumed = await project.windsock(["run", "sample", "--resume"]);
    expect([resumed.exitCode, resumed.stderr]).toEqual([0, ""]);
    expect(done().size).toBe(11);
    expect(existsSync(path.join(out, "windsock.lock"))).toBe(false);
    const updates = project.read("out/state/assets.log").trimEnd().split("\n");
    expect(new Set(updates.map((line) => JSON.parse(line).runId)).size).toBe(11);
  },
);

function successes(project: RunnerProject): unknown[] {
  const records = project.journal("sample").filter(({ state }) => state === "success");
  return records.flatMap(({ kind, runId }) => (kind === "task" ? [runId] : []));
}
