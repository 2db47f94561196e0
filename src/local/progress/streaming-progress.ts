// Progress for somebody who works on a DAG: each line that its tasks print, as they print it, and what they return.
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { stripVTControlCharacters } from "node:util";
import type { EndState } from "../../model/run/end-state.ts";
import type { RunEvent } from "../schedule/run-event.ts";
import type { DagRun, TaskInstance } from "../schedule/task-instance.ts";
import { formatDuration } from "./format-duration.ts";
import type { Colors, Progress, ProgressOptions } from "./progress.ts";
import { returnedText } from "./returned-text.ts";
import { deadlineLine } from "./run-lines.ts";
import { titleOf } from "./task-name.ts";

/** Longer names of tasks are not waited for by the others' lines. */
const widestName = 24;

/** What a task has printed of a line that goes on. */
interface Unfinished {
  readonly decoder: StringDecoder;
  text: string;
}

export class StreamingProgress implements Progress {
  readonly #options: ProgressOptions;
  readonly #colors: Colors;
  readonly #returned: (instance: TaskInstance) => string;
  readonly #width: number;
  readonly #unfinished = new Map<TaskInstance, Unfinished>();

  constructor(options: ProgressOptions, colors: Colors) {
    this.#options = options;
    this.#colors = colors;
    this.#returned = returnedText(options);
    const names = [...options.runs.tasks.keys()].map(({ taskId }) => taskId.length);
    this.#width = Math.min(widestName, Math.max(0, ...names));
    const { dag, runs } = options;
    this.note(`${colors.bold(dag.dagId)}, run of ${runs.first}`);
  }

  on(event: RunEvent): void {
    if (event.kind === "task-finished") this.#finished(event.instance);
    if (event.kind === "waiting") {
      const { instance, wait } = event;
      this.#line(
        instance,
        "-",
        `waiting, poke ${instance.poked?.count}, again in ${formatDuration(wait * 1000)}`,
      );
    }
    if (event.kind === "deadline-missed") this.note(deadlineLine(event, this.#colors));
    if (event.kind === "run-finished") this.#ended(event.run);
  }

  heard(instance: TaskInstance, masked: Buffer): void {
    const line = this.#unfinished.get(instance) ?? { decoder: new StringDecoder("utf8"), text: "" };
    this.#unfinished.set(instance, line);
    const lines = (line.text + line.decoder.write(masked)).split(/\r?\n/);
    line.text = lines.pop() ?? "";
    for (const text of lines) this.#line(instance, "|", text);
  }

  note(text: string): void {
    this.#options.stdout.write(`${text}\n`);
  }

  /** Nothing that the lines have not said. */
  summarize(): void {
    this.close();
  }

  close(): void {
    for (const [instance, { text }] of this.#unfinished) if (text !== "") this.#line(instance, "|", text);
    this.#unfinished.clear();
  }

  #finished(instance: TaskInstance): void {
    const rest = this.#unfinished.get(instance)?.text ?? "";
    if (rest !== "") this.#line(instance, "|", rest);
    this.#unfinished.delete(instance);
    const { state, reason, tries, durationMs, logFile } = instance;
    const time = tries > 0 ? ` in ${formatDuration(durationMs)}` : "";
    const why = reason === undefined ? "" : `: ${reason}`;
    this.#line(instance, "=", `${this.#coloured(state as EndState)}${time}${why}${this.#returned(instance)}`);
    if (state === "failed" && logFile !== undefined) {
      this.#line(instance, " ", `log: ${path.relative(this.#options.project.folder, logFile)}`);
    }
  }

  #ended({ label, state, timedOut, durationMs }: DagRun): void {
    const timeout = timedOut ? ", longer than the DAG's run timeout allows" : "";
    const ending = this.#coloured(state === "success" ? "success" : "failed");
    const { bold } = this.#colors;
    this.note(
      `${bold(this.#options.dag.dagId)}, run of ${label}: ${ending} in ${formatDuration(durationMs)}${timeout}`,
    );
  }

  #line(instance: TaskInstance, mark: string, text: string): void {
    const { cyan, isColorSupported } = this.#colors;
    const shown = isColorSupported ? text : stripVTControlCharacters(text);
    this.note(`${cyan(titleOf(instance).padEnd(this.#width))} ${mark} ${shown}`);
  }

  #coloured(state: EndState): string {
    const { green, cyan, red } = this.#colors;
    const colours = { success: green, skipped: cyan, failed: red, upstream_failed: red };
    return colours[state](state);
  }
}
