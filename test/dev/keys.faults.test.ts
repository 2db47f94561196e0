// The keys of `windsock dev` on a terminal, which `script` gives it.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { TestProject } from "../compiler/test-project.ts";
import { files } from "./dev-project.ts";

const hasScript = spawnSync("script", ["--version"]).status === 0;
const command = path.resolve(import.meta.dirname, "../../dist/cli/main.js");

describe.skipIf(!hasScript)("on a terminal", () => {
  async function onTerminal() {
    const project = await TestProject.create(files);
    const line = `"${process.execPath}" ${command} dev one --no-types`;
    const terminal = execa("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
      cwd: project.folder,
      env: { TERM: "xterm", SHELL: "/bin/sh", NO_COLOR: "1", CI: "" },
      stdin: "pipe",
      reject: false,
    });
    onTestFinished(async () => {
      terminal.kill();
      await terminal;
      await project.remove();
    });
    let shown = "";
    terminal.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString();
    });
    const said = (text: RegExp) => expect.poll(() => shown, { timeout: 60_000 }).toMatch(text);
    return { terminal, said };
  }

  test("Enter runs again, and q quits", async () => {
    const { terminal, said } = await onTerminal();
    await said(/Watching. Enter: run again, q: quit/);
    terminal.stdin.write("\r");
    await said(/(run of 2026-01-01: success in[\s\S]*){2}Watching/);
    terminal.stdin.write("q");
    expect((await terminal).exitCode).toBe(0);
  });

  test("Ctrl-C quits", async () => {
    const { terminal, said } = await onTerminal();
    await said(/hello!/);
    terminal.stdin.write("\x03");
    expect((await terminal).exitCode).toBe(0);
  });
});
