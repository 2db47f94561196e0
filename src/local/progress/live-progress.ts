// Progress in a terminal: a few lines that renew themselves, with retries and failures left standing above.
import { createLogUpdate } from "log-update";
import type { RunEvent } from "../schedule/run-event.ts";
import { hasFailedItself, type TaskInstance } from "../schedule/task-instance.ts";
import { failureReport } from "./failure-report.ts";
import { formatDuration } from "./format-duration.ts";
import { headline } from "./headline.ts";
import type { Colors, Progress, ProgressOptions } from "./progress.ts";
import { deadlineLine, retryLine } from "./run-lines.ts";
import { Summary } from "./summary.ts";
import { Tally } from "./tally.ts";
import { titleOf } from "./task-name.ts";

const refreshMs = 100;
const barWidth = 24;
/** More running tasks than this are only counted. */
const shownTasks = 8;

export class LiveProgress implements Progress {
  readonly #options: ProgressOptions;
  readonly #colors: Colors;
  readonly #tally: Tally;
  readonly #summary: Summary;
  readonly #screen: ReturnType<typeof createLogUpdate>;
  readonly #timer: NodeJS.Timeout;

  constructor(options: ProgressOptions, colors: Colors) {
    this.#options = options;
    this.#colors = colors;
    this.#tally = new Tally(options.runs);
    this.#summary = new Summary(options.runs);
    // A hidden cursor would stay hidden after a SIGKILL.
    this.#screen = createLogUpdate(options.stdout, { showCursor: true });
    this.#screen.persist(headline(options, colors));
    this.#timer = setInterval(() => this.#screen(this.#render()), refreshMs);
  }

  on(event: RunEvent): void {
    this.#tally.count(event);
    this.#summary.count(event);
    if (event.kind === "retry") {
      this.note(retryLine(event, this.#colors));
    } else if (event.kind === "deadline-missed") {
      this.note(deadlineLine(event, this.#colors));
    } else if (event.kind === "task-finished" && hasFailedItself(event.instance)) {
      this.note(failureReport(event.instance, this.#options.project.folder, this.#colors));
    }
  }

  note(text: string): void {
    this.#screen.persist(text);
  }

  summarize(advice: string): void {
    this.close();
    this.note(this.#summary.text(advice, this.#colors));
    this.note(`Took ${formatDuration(this.#tally.elapsed)}.`);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#screen.clear();
  }

  #render(): string {
    const running = [...this.#tally.running];
    const more = running.length - shownTasks;
    return [
      this.#barLine(),
      this.#countLine(),
      ...running.slice(0, shownTasks).map((instance) => this.#taskLine(instance)),
      ...(more > 0 ? [this.#colors.dim(`  and ${more} more`)] : []),
    ].join("\n");
  }

  #barLine(): string {
    const { ended, total, elapsed, remaining } = this.#tally;
    const filled = Math.floor((ended / total) * barWidth);
    const bar = this.#colors.green("█".repeat(filled)) + this.#colors.dim("░".repeat(barWidth - filled));
    const left = remaining === null ? "" : `, about ${formatDuration(remaining)} left`;
    return `${bar} ${ended}/${total} runs  ${formatDuration(elapsed)}${left}`;
  }

  #countLine(): string {
    const { success, retries, failed, skipped, upstreamFailed } = this.#tally;
    const { green, yellow, red, cyan } = this.#colors;
    return [
      green(`${success} success`),
      yellow(`${retries} retried`),
      red(`${failed} failed`),
      cyan(`${skipped} skipped`),
      ...(upstreamFailed > 0 ? [red(`${upstreamFailed} upstream_failed`)] : []),
    ].join("  ");
  }

  #taskLine(instance: TaskInstance): string {
    const { run, tries, poked, startedAt } = instance;
    const waits = poked && poked.count > 0 ? [`waiting, poke ${poked.count}`] : [];
    const notes = [...(tries > 1 ? [`try ${tries}`] : []), ...waits].join(", ");
    const attempt = notes === "" ? "" : ` (${notes})`;
    const elapsed = this.#colors.dim(formatDuration(Date.now() - (poked?.since ?? startedAt)));
    return `  ${run.label} ${titleOf(instance)}${attempt} ${elapsed}`;
  }
}
