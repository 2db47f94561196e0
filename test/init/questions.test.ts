// What `windsock init` asks, and whom: a person on a terminal, which `script` gives it.
import { spawnSync } from "node:child_process";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { command, InitFolder } from "./init-folder.ts";

const hasScript = spawnSync("script", ["--version"]).status === 0;

const question = "This folder is not empty. Folder of the project (Enter for this one): ";

describe.skipIf(!hasScript)("on a terminal", () => {
  /** @param keys what is typed when the question is there */
  async function onTerminal(here: InitFolder, keys: string, args = "", env = {}) {
    const line = `"${process.execPath}" ${command} init --no-install ${args}`;
    const terminal = execa("script", ["--quiet", "--return", "--command", line, "/dev/null"], {
      cwd: here.folder,
      env: { TERM: "xterm", SHELL: "/bin/sh", NO_COLOR: "1", CI: "", npm_config_user_agent: "", ...env },
      stdin: "pipe",
      reject: false,
    });
    let shown = "";
    terminal.stdout.on("data", (chunk: Buffer) => {
      const wasThere = shown.includes(question);
      shown += chunk.toString();
      if (!wasThere && shown.includes(question)) terminal.stdin.write(keys);
    });
    const { exitCode } = await terminal;
    return { exitCode, shown };
  }

  test("asks for the folder where the current one has other things", async () => {
    using here = new InitFolder({ "notes.txt": "" });
    const { exitCode, shown } = await onTerminal(here, "dags\r");
    expect(shown).toContain("created  package.json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(here.read("dags/package.json")).name).toBe("dags");
  });

  test("takes the current one for no answer", async () => {
    using here = new InitFolder({ "notes.txt": "" });
    const { exitCode } = await onTerminal(here, "\r");
    expect(exitCode).toBe(0);
    expect(JSON.parse(here.read("package.json")).name).toBe("first-dags");
  });

  test.each([
    ["Ctrl-C", "\x03"],
    ["Ctrl-D", "\x04"],
  ])("makes nothing after %s", async (_key, keys) => {
    using here = new InitFolder({ "notes.txt": "" });
    const { exitCode } = await onTerminal(here, keys);
    expect(exitCode).toBe(130);
    expect(Object.keys(here.content())).toEqual(["notes.txt"]);
  });

  test.each([
    ["the folder is empty", {}, "", {}],
    ["it is a project", { "package.json": "{}" }, "", {}],
    ["the folder is given", { "notes.txt": "" }, ".", {}],
    ["it is told not to", { "notes.txt": "" }, "--yes", {}],
    ["it runs in CI", { "notes.txt": "" }, "", { CI: "true" }],
  ])("asks nothing when %s", async (_when, files, args, env) => {
    using here = new InitFolder(files);
    const { exitCode, shown } = await onTerminal(here, "", args, env);
    expect(shown).not.toContain(question);
    expect(exitCode).toBe(0);
    expect(here.content()).toHaveProperty(["package.json"]);
  });
});
