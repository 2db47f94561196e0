// Progress as plain lines, for CI, pipes and people who want no colours: one for each run that ended, one for
// each retry, each deadline that is missed and each sensor that begins to wait, and a report for each failure.
import type { RunEvent } from "../schedule/run-event.ts";
import { hasFailedItself } from "../schedule/task-instance.ts";
import { failureReport } from "./failure-report.ts";
import { formatDuration } from "./format-duration.ts";
import { headline } from "./headline.ts";
import type { Colors, Progress, ProgressOptions } from "./progress.ts";
import { deadlineLine, retryLine, runLine, waitingLine } from "./run-lines.ts";
import { Summary } from "./summary.ts";
import { Tally } from "./tally.ts";

export class PlainProgress implements Progress {
  readonly #options: ProgressOptions;
  readonly #colors: Colors;
  readonly #tally: Tally;
  readonly #summary: Summary;

  constructor(options: ProgressOptions, colors: Colors) {
    this.#options = options;
    this.#colors = colors;
    this.#tally = new Tally(options.runs);
    this.#summary = new Summary(options.runs);
    this.note(headline(options, colors));
  }

  on(event: RunEvent): void {
    this.#tally.count(event);
    this.#summary.count(event);
    if (event.kind === "run-finished" && !event.run.kept) {
      this.note(runLine(event.run, this.#tally.ended, this.#tally.total, this.#colors));
    } else if (event.kind === "deadline-missed") {
      this.note(deadlineLine(event, this.#colors));
    } else if (event.kind === "retry") {
      this.note(retryLine(event, this.#colors));
    } else if (event.kind === "waiting" && event.instance.poked?.count === 1) {
      // The first of what may be many.
      this.note(waitingLine(event, this.#colors));
    } else if (event.kind === "task-finished" && hasFailedItself(event.instance)) {
      this.note(failureReport(event.instance, this.#options.project.folder, this.#colors));
    }
  }

  note(text: string): void {
    this.#options.stdout.write(`${text}\n`);
  }

  summarize(advice: string): void {
    this.note(this.#summary.text(advice, this.#colors));
    this.note(`Took ${formatDuration(this.#tally.elapsed)}.`);
  }

  close(): void {}
}
