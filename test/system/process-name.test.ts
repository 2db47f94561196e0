import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { describe, expect, onTestFinished, test } from "vitest";
import { formatProcess, parseProcess, stateOf, thisProcess } from "../../src/system/process-name.ts";

const linux = process.platform === "linux";

describe("a process", () => {
  test("runs while it runs, and has ended when it has", async () => {
    expect(stateOf(thisProcess())).toBe("running");
    const { stdout } = await execa(process.execPath, ["-e", "console.log(process.pid)"]);
    expect(stateOf({ ...thisProcess(), pid: Number(stdout) })).toBe("ended");
  });

  test.runIf(linux)("has ended when another one has its id", () => {
    expect(stateOf({ ...thisProcess(), start: "1" })).toBe("ended");
  });

  test("whose start was not known is told by its id alone", () => {
    expect(stateOf({ ...thisProcess(), start: "" })).toBe("running");
  });

  test("of another machine or container cannot be asked about", () => {
    expect(stateOf({ ...thisProcess(), machine: "other-host-4026531836" })).toBe("elsewhere");
  });

  test.runIf(linux)("has ended although nobody has asked about its end yet", async () => {
    // `sleep` knows nothing of the child it inherits from the shell, which so stays a zombie.
    const parent = execa("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"], { reject: false });
    onTestFinished(() => void parent.kill());
    const zombie = await new Promise<number>((resolve) =>
      parent.stdout.once("data", (data) => resolve(Number(data))),
    );
    const stat = () => readFileSync(`/proc/${zombie}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    while (stat()[0] !== "Z") await sleep(5);
    expect(stateOf({ ...thisProcess(), pid: zombie, start: stat()[19] ?? "" })).toBe("ended");
  });
});

describe("a process as one word", () => {
  test.each([thisProcess(), { machine: "db.example.com-4026531836", pid: 7, start: "" }])(
    "is read as it was written: %j",
    (name) => {
      expect(parseProcess(formatProcess(name))).toEqual(name);
    },
  );

  test.each(["", "nonsense", "host.0-1", "host.-1", "host.7-x", "7", "7 123"])(
    "is not read from %j",
    (text) => {
      expect(parseProcess(text)).toBeNull();
    },
  );
});
