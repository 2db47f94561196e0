// Cron expressions that nobody wrote, as Airflow's own timetable reads them.
import path from "node:path";
import { execa } from "execa";
import { MersenneTwister19937, Random } from "random-js";
import { describe, expect, test } from "vitest";
import { airflowVersions } from "../../../src/airflow/environment/airflow-versions.ts";
import { instantOf } from "../../../src/local/plan/wall-clock.ts";
import { CronTimetable } from "../../../src/model/dag/cron-timetable.ts";
import { randomCron } from "../../airflow/random-cron.ts";
import { airflowEnvironment } from "../../services/python.ts";

const script = path.resolve(import.meta.dirname, "../../airflow/cron_intervals.py");
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];
const dates = ["2026-03-27", "2026-10-23", "2026-04-03", "2026-03-06", "2025-12-29", "2011-12-28"];

interface Case {
  readonly cron: string;
  readonly zone: string;
  readonly from: string;
}

type Interval = readonly [start: string, end: string];

/** What cron_intervals.py says of an expression that Airflow takes. */
interface Found {
  readonly intervals: readonly Interval[];
  readonly stuck: boolean;
}

/** As many intervals as cron_intervals.py asks for. */
const count = 6;

function ours({ cron, zone, from }: Case): Interval[] | null {
  let timetable: CronTimetable;
  try {
    timetable = new CronTimetable(cron, zone);
  } catch {
    return null;
  }
  const found: Interval[] = [];
  for (const { start, end } of timetable.intervals(instantOf(from, zone, "from"))) {
    const text = (date: Date) => date.toISOString().replace(".000Z", "+00:00");
    found.push([text(start), text(end)]);
    if (found.length === count) break;
  }
  return found;
}

/** Whether both say the same. An expression with an R is another one each time. */
function agree({ cron }: Case, found: Interval[] | null, expected: Found | null): boolean {
  if (!found || !expected || cron.includes("R")) return (found === null) === (expected === null);
  // Airflow 3 goes on where Airflow 2 is stuck.
  const comparable = expected.stuck ? found.slice(0, expected.intervals.length) : found;
  return JSON.stringify(comparable) === JSON.stringify(expected.intervals);
}

for (const version of airflowVersions) {
  const airflow = await airflowEnvironment(version);

  describe.skipIf(!airflow)(`Airflow ${version}`, () => {
    test("takes and refuses the same expressions, and has the same intervals", async () => {
      const random = new Random(MersenneTwister19937.seed(2026));
      const cases = Array.from({ length: 800 }, () => ({
        cron: randomCron(random),
        zone: random.pick(zones),
        from: random.pick(dates),
      }));
      const { stdout } = await execa(airflow?.python ?? "", [script], { input: JSON.stringify(cases) });
      const theirs: (Found | null)[] = JSON.parse(stdout.slice(stdout.lastIndexOf("\n")));
      const differences = cases.flatMap((each, index) => {
        const [found, expected] = [ours(each), theirs[index] ?? null];
        return agree(each, found, expected) ? [] : [JSON.stringify({ ...each, found, expected })];
      });
      expect(differences).toEqual([]);
      const good = theirs.filter((each) => each !== null);
      expect(good.length).toBeGreaterThan(350);
      expect(good.length).toBeLessThan(750);
    });
  });
}
