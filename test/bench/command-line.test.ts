// What `npm run bench` makes of its arguments.
import { expect, test } from "vitest";
import { readCommandLine } from "./command-line.ts";

const parts = ["clean-step", "s3", "memory", "airflow-tasks", "airflow-mapped", "airflow-backfill"];

test.each([
  { args: [], expected: { parts: ["clean-step", "s3"], quick: false, repetitions: 5, checkBounds: false } },
  { args: ["--quick"], expected: { parts: ["clean-step", "s3"], quick: true, repetitions: 1 } },
  { args: ["--memory"], expected: { parts: ["clean-step", "s3", "memory"] } },
  { args: ["--airflow"], expected: { parts: ["clean-step", "s3", ...parts.slice(3)] } },
  { args: ["--only", "s3"], expected: { parts: ["s3"] } },
  {
    args: ["--only", "s3", "--only", "memory", "--repetitions", "3"],
    expected: { parts: ["s3", "memory"], repetitions: 3 },
  },
  { args: ["--check-bounds"], expected: { checkBounds: true } },
])("$args is understood", ({ args, expected }) => {
  expect(readCommandLine(args, parts)).toMatchObject(expected);
});

test.each([
  { args: ["--only", "nothing"], message: "--only must be one of clean-step, s3, memory, airflow-tasks," },
  { args: ["--repetitions", "0"], message: "--repetitions must be 1 or more." },
  { args: ["--repetitions", "many"], message: "--repetitions must be a whole number." },
  { args: ["--fast"], message: "Unknown option" },
])("$args is refused", ({ args, message }) => {
  expect(() => readCommandLine(args, parts)).toThrow(message);
});
