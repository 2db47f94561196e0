// The runs of timetables that nobody wrote, as Airflow's own timetables make them.
import path from "node:path";
import { execa } from "execa";
import { MersenneTwister19937, Random } from "random-js";
import { describe, expect, test } from "vitest";
import { airflowVersions } from "../../../src/airflow/environment/airflow-versions.ts";
import type { DataInterval } from "../../../src/local/plan/data-intervals.ts";
import { nextRuns } from "../../../src/local/plan/next-runs.ts";
import { startedRun } from "../../../src/local/plan/one-run.ts";
import { planRuns } from "../../../src/local/plan/plan-runs.ts";
import type { DagModel } from "../../../src/model/dag/dag-model.ts";
import type { TimetableModel } from "../../../src/model/dag/schedule.ts";
import { randomTimetable } from "../../airflow/random-timetable.ts";
import { airflowEnvironment, oldestAirflow } from "../../services/python.ts";
import { sampleDag } from "../sample-dag.ts";

const script = path.resolve(import.meta.dirname, "../../airflow/timetable_runs.py");
const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Pacific/Apia",
];
/** Just before clocks change somewhere, and before the day that Apia left out. */
const days = ["2026-03-27", "2026-10-23", "2026-04-03", "2026-03-06", "2026-10-30", "2011-12-28"];
const count = 8;

interface Case {
  readonly timetable: TimetableModel;
  readonly zone: string;
  readonly start: string;
  readonly end: string | null;
  readonly now: string;
  readonly count: number;
}

type Interval = readonly [start: string, end: string];

/** What timetable_runs.py says of a timetable. */
interface Found {
  readonly sinceStart: readonly Interval[];
  readonly toCome?: readonly Interval[];
  readonly byHand?: Interval;
}

function randomCase(random: Random): Case {
  const start = random.pick(days);
  const after = (length: number) => new Date(Date.parse(`${start}T00:00Z`) + length * 24 * 3600_000);
  return {
    timetable: randomTimetable(random, start),
    zone: random.pick(zones),
    start: random.pick([start, `${start}T02:15`, `${start}T00:00`]),
    end: random.pick([null, null, after(random.integer(1, 40)).toISOString().slice(0, 16)]),
    now: random.pick([after(random.integer(1, 30)), after(random.real(0.5, 9))]).toISOString(),
    count,
  };
}

const text = (date: string | null) => new Date(date ?? "").toISOString().replace(/\.000Z$/, "Z");
const interval = ({ start, end }: DataInterval) => [text(start.toISOString()), text(end.toISOString())];
const theirs = (intervals: readonly Interval[]) => intervals.map((each) => each.map(text));

function dagOf({ timetable, zone, start, end }: Case): DagModel {
  const dates = { startDate: start, endDate: end ?? undefined };
  return sampleDag({}, { schedule: timetable, timezone: zone, ...dates });
}

/** The first runs; the plan has all of them, and must end somewhere. */
function sinceStart(each: Case, expected: number): (readonly string[])[] {
  const dag = dagOf(each);
  for (const years of [0.02, 0.2, 2, 20]) {
    const to = new Date(Date.parse(`${each.start.slice(0, 10)}T00:00Z`) + years * 365 * 24 * 3600_000);
    try {
      const runs = planRuns(dag, { to: to.toISOString().slice(0, 10) });
      if (runs.length >= expected) {
        return runs
          .slice(0, count)
          .map(({ dataIntervalStart, dataIntervalEnd }) => [text(dataIntervalStart), text(dataIntervalEnd)]);
      }
    } catch {
      // There is none yet.
    }
  }
  return [];
}

/** Airflow takes ticks of the day that Apia left out for others, which depend on when it saw the DAG first. */
function losesDay({ zone, start }: Case): boolean {
  return zone === "Pacific/Apia" && start.startsWith("2011");
}

/** Airflow does so with several expressions, an interval and no catchup, which a build refuses therefore. */
function losesTicks({ timetable }: Case): boolean {
  return timetable.kind === "multiple_cron_trigger" && timetable.interval > 0;
}

function byHand(each: Case): string[] {
  const { dataIntervalStart, dataIntervalEnd } = startedRun(dagOf(each), new Date(each.now));
  return [text(dataIntervalStart), text(dataIntervalEnd)];
}

for (const version of [...airflowVersions, oldestAirflow] as const) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    test("makes the same runs: since the start, those to come, and one by hand", async () => {
      const random = new Random(MersenneTwister19937.seed(1126));
      const cases = Array.from({ length: 800 }, () => randomCase(random));
      const { stdout } = await execa(airflow?.python ?? "", [script], { input: JSON.stringify(cases) });
      const all: (Found | null)[] = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      const differences = cases.flatMap((each, index) => {
        const found = all[index];
        if (!found) return [];
        const isOdd = losesTicks(each) || losesDay(each);
        const toCome = nextRuns(dagOf(each), new Date(each.now), count).map(interval);
        const ours = {
          sinceStart: sinceStart(each, found.sinceStart.length).slice(0, found.sinceStart.length),
          toCome: found.toCome && (isOdd ? "" : toCome),
          byHand: found.byHand && byHand(each),
        };
        const expected = {
          sinceStart: theirs(found.sinceStart),
          toCome: found.toCome && (isOdd ? "" : theirs(found.toCome)),
          byHand: found.byHand?.map(text),
        };
        const same = JSON.stringify(ours) === JSON.stringify(expected);
        return same ? [] : [JSON.stringify({ ...each, ours, expected })];
      });
      expect(differences).toEqual([]);
      const lost = cases.filter((each, index) => {
        const runs = all[index]?.toCome;
        const toCome = nextRuns(dagOf(each), new Date(each.now), count).map(interval);
        return runs && losesTicks(each) && JSON.stringify(toCome) !== JSON.stringify(theirs(runs));
      });
      expect(lost.length > 0).toBe(version.startsWith("3."));
      const some = all.filter((found) => found && found.sinceStart.length > 1);
      expect(some.length).toBeGreaterThan(350);
    });
  });
}
