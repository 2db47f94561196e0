// The words for cron texts are those that Airflow's own timetable has for them.
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { scheduleText } from "../../src/show/schedule-text.ts";
import { airflowEnvironment } from "../services/python.ts";

const airflow = await airflowEnvironment();

const texts = [
  ...["0 0 * * *", "0 * * * *", "*/5 * * * *", "30 6 * * 1-5", "0 0 1,15 * 3", "0 0 L * *", "0 0 * * 5#2"],
  ...["15 4 * jan-mar sun", "0 0 1 1 *", "* * * * * 30", "0 12 15W * *", "5,35 8-18/2 * * *", "0 0 1 */3 *"],
  ...[
    "0 0 * * 0",
    "0 0 * * 7",
    "0 0 * * sun,mon",
    "1-59/2 * * * *",
    "0 0 * * L5",
    "59 23 31 12 *",
    "* * * * *",
  ],
];

const program = `
import json, sys
from airflow.timetables.interval import CronDataIntervalTimetable
print("\\n" + json.dumps([CronDataIntervalTimetable(text, timezone="UTC").description for text in json.load(sys.stdin)]))
`;

describe.skipIf(!airflow)("the words for a schedule", () => {
  test("are Airflow's", async () => {
    const { stdout } = await execa(airflow?.python ?? "", ["-c", program], { input: JSON.stringify(texts) });
    const words: string[] = JSON.parse(stdout.split("\n").at(-1) ?? "");
    expect(texts.map((expression) => scheduleText({ kind: "cron", expression }))).toEqual(
      texts.map((text, index) => (words[index] === "" ? text : `${words[index]} (${text})`)),
    );
  });
});
