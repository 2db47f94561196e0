import { execa } from "execa";
import { expect, test } from "vitest";
import { resumeCommand } from "../../../src/local/plan/resume-command.ts";

const options = {
  dagId: "sample",
  tasks: [],
  params: [],
  jobs: 2,
  resume: false,
  trigger: true,
  retryDelay: undefined,
};

test("the command that goes on repeats what was asked for", () => {
  expect(resumeCommand(options)).toBe("npx windsock run sample --resume");
  const all = {
    ...options,
    from: "2021-07-02",
    to: "2021-07-03T06:00",
    tasks: ["a", "b"],
    trigger: false,
    retryDelay: 0,
  };
  expect(resumeCommand(all)).toBe(
    "npx windsock run sample --from 2021-07-02 --to 2021-07-03T06:00 --task a --task b --no-trigger --retry-delay 0 --resume",
  );
});

test("a shell reads back each param as it was given", async () => {
  const params = [
    "city=Zürich West",
    'note=it\'s $HOME `x` "y" \\ !',
    "list=[1, 2]",
    "empty=",
    "lines=a\nb",
    "*=?",
  ];
  const command = resumeCommand({ ...options, params }).replace("npx windsock", "printf '%s\\0'");
  const { stdout } = await execa("sh", ["-c", command]);
  const words = stdout.split("\0");
  expect(words.filter((_, index) => words[index - 1] === "--param")).toEqual(params);
});
