// `windsock dev` from end to end: builds and runs, and again whenever something changes or somebody asks for it.
import path from "node:path";
import pc from "picocolors";
import type { CompiledDag } from "../compiler/compile-dag.ts";
import { SourceWatch } from "../compiler/watch/source-watch.ts";
import { defaultSettings } from "../model/settings.ts";
import { listDags, listText } from "../show/list-text.ts";
import { DevBuilder, type DevBuilderOptions, projectFiles } from "./dev-builder.ts";
import { DevRun, type DevRunOptions } from "./dev-run.ts";

export interface DevOptions extends DevRunOptions, DevBuilderOptions {
  /** The DAG to run; undefined: none, only build. */
  readonly dagId: string | undefined;
}

export class DevSession {
  readonly #options: DevOptions;
  readonly #builder: DevBuilder;
  readonly #watch: SourceWatch;
  readonly #quit = new AbortController();
  readonly #changed = new Set<string>();
  #isAsked = true;
  #wake: () => void = () => undefined;
  #building: AbortController | undefined;
  #run: DevRun | undefined;
  /** What was run last. */
  #dag: CompiledDag | undefined;
  #listed = "";

  constructor(options: DevOptions) {
    this.#options = options;
    this.#builder = new DevBuilder(options, (text) => this.#say(text));
    this.#watch = new SourceWatch(options.folder, (files) => this.#noteChange(files));
  }

  /** Builds and runs again, although nothing has changed. */
  again(): void {
    this.#isAsked = true;
    this.#run?.stop();
    this.#wake();
  }

  /** Ends it, once what runs has been stopped. */
  quit(): void {
    this.#quit.abort();
    this.#building?.abort();
    this.#run?.stop();
    this.#wake();
  }

  /** Resolves after `quit`. */
  async start(): Promise<void> {
    this.#watch.watch(this.#dagsFolder, [...projectFiles, ...this.#environmentFiles], Date.now());
    while (!this.#quit.signal.aborted) {
      if (this.#isAsked || this.#changed.size > 0) await this.#step();
      else await this.#something();
    }
    this.#watch.close();
    this.#builder.close();
    await this.#run?.ended;
  }

  /** Relative to the project's, which may be broken. */
  get #dagsFolder(): string {
    return (this.#builder.project?.settings ?? defaultSettings).dags;
  }

  /** What a run without Airflow takes its variables and connections from. */
  get #environmentFiles(): string[] {
    return [".env", `${this.#dagsFolder}/local.env`];
  }

  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** A run that goes on with files of two builds shows nothing; one that another DAG's file is saved under goes on. */
  #noteChange(files: readonly string[]): void {
    for (const file of files) this.#changed.add(file);
    this.#building?.abort();
    if (files.some((file) => this.#concerns(file))) this.#run?.stop();
    this.#wake();
  }

  #concerns(file: string): boolean {
    const isSetting =
      file.startsWith("node_modules/") ||
      /^(?:package|tsconfig.*)\.json$|^windsock\.config\./.test(path.basename(file));
    return isSetting || this.#environmentFiles.includes(file) || this.#dag?.inputs().has(file) === true;
  }

  async #step(): Promise<void> {
    const files = [...this.#changed];
    const isAsked = this.#isAsked;
    this.#changed.clear();
    this.#isAsked = false;
    const start = Date.now();
    this.#building = new AbortController();
    try {
      const { dags, text, files: inputs, hasChanged } = await this.#builder.build(this.#building.signal);
      this.#watch.watch(this.#dagsFolder, [...inputs, ...this.#environmentFiles], start);
      if (text !== "") this.#say(text);
      const isNew = isAsked || files.some((file) => this.#environmentFiles.includes(file));
      if (this.#options.dagId === undefined) this.#list(dags ?? []);
      else await this.#runDag(this.#options.dagId, dags, isNew);
      if (hasChanged && dags) void this.#checkTypes(dags);
    } catch (error) {
      if (!this.#building.signal.aborted) throw error;
      // What this build was asked for is still to be done.
      for (const file of files) this.#changed.add(file);
      this.#isAsked ||= isAsked;
    } finally {
      this.#building = undefined;
    }
  }

  async #runDag(dagId: string, dags: readonly CompiledDag[] | null, isNew: boolean): Promise<void> {
    const dag = dags?.find(({ model }) => model.dagId === dagId);
    const { project } = this.#builder;
    if (!dag || !project) {
      // Run again as soon as it is back, whatever it is then.
      this.#dag = undefined;
      if (dags) this.#say(absentText(dagId, dags));
      return;
    }
    if (dag === this.#dag && !isNew) return;
    this.#run?.stop();
    await this.#run?.ended;
    if (this.#quit.signal.aborted) return;
    this.#dag = dag;
    this.#run = new DevRun(project, dagId, this.#options);
  }

  /** Beside the run: what is wrong with types is told, and holds nothing up. */
  async #checkTypes(dags: readonly CompiledDag[]): Promise<void> {
    const text = await this.#builder.checkTypes(dags);
    if (text !== null && !this.#quit.signal.aborted) this.#say(text);
  }

  #list(dags: readonly CompiledDag[]): void {
    const models = dags.map(({ model }) => model);
    if (models.length === 0) return;
    // Some pseudo-terminals have no size.
    const text = listText(listDags(models, new Date()), this.#options.stdout.columns || undefined, pc);
    if (text === this.#listed) return;
    this.#listed = text;
    this.#say(`${text}\n${pc.dim(this.#options.help)}`);
  }

  #say(text: string): void {
    this.#options.stdout.write(`${text}\n`);
  }
}

function absentText(dagId: string, dags: readonly CompiledDag[]): string {
  const others = dags.map(({ model }) => model.dagId);
  const there = others.length === 0 ? "No DAG is built" : `The DAGs that are built: ${others.join(", ")}`;
  return `${pc.yellow("waiting")} for DAG ${JSON.stringify(dagId)}, which runs as soon as it is built. ${there}.`;
}
