// Builds whatever can be built of a project, and says what cannot; survives whatever its files say.
import { ProjectBuilder } from "../compiler/build.ts";
import { builtText } from "../compiler/built-text.ts";
import { formatProblems } from "../compiler/check/format-problems.ts";
import type { CompiledDag } from "../compiler/compile-dag.ts";
import { configNames } from "../compiler/config/load-project.ts";
import { filesOfProblems } from "../compiler/watch/missing-imports.ts";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { errorText } from "./error-text.ts";

export interface DevBuild {
  /** All that are built; null where it could not be told what there is. */
  readonly dags: readonly CompiledDag[] | null;
  /** What there is to say; empty when nothing has happened. */
  readonly text: string;
  /** What to watch, relative to the project's folder. */
  readonly files: readonly string[];
}

/** What a project is told by, whether or not it has them. */
export const projectFiles = ["package.json", ...configNames];

export class DevBuilder {
  readonly #folder: string;
  readonly #open: () => Promise<Project>;
  readonly #timeLimit: number;
  readonly #note: (text: string) => void;
  #current: { readonly project: Project; readonly builder: ProjectBuilder } | undefined;
  #isFirst = true;

  /**
   * @param open reads what makes the folder a project; what it throws is shown, and it is asked again with the next build
   * @param timeLimit milliseconds that evaluating one DAG module may take
   * @param note told when a build has to wait for another process's
   */
  constructor(folder: string, open: () => Promise<Project>, timeLimit: number, note: (text: string) => void) {
    this.#folder = folder;
    this.#open = open;
    this.#timeLimit = timeLimit;
    this.#note = note;
  }

  /** The project, as it was when it was built last. */
  get project(): Project | undefined {
    return this.#current?.project;
  }

  /** @throws the signal's reason, as soon as it is aborted */
  async build(signal: AbortSignal): Promise<DevBuild> {
    let builder: ProjectBuilder | undefined;
    try {
      builder = await this.#builder();
      return await this.#build(builder, signal);
    } catch (error) {
      signal.throwIfAborted();
      const problems = error instanceof BuildError ? error.problems : [];
      const text = error instanceof BuildError ? formatProblems(this.#folder, problems) : errorText(error);
      return { dags: null, text, files: this.#files(builder, problems) };
    } finally {
      builder?.prepare();
    }
  }

  async #build(builder: ProjectBuilder, signal: AbortSignal): Promise<DevBuild> {
    const start = performance.now();
    const result = await builder.buildHealthy(signal);
    const { dags, compiled, problems, written } = result;
    const hasHappened = this.#isFirst || compiled > 0 || written.length > 0;
    this.#isFirst = false;
    const ending = dags.length === 0 ? "No DAG is built." : "The other DAGs are built.";
    const parts = [
      ...(problems.length > 0 ? [`${formatProblems(this.#folder, problems, ending)}\n`] : []),
      ...(hasHappened && dags.length > 0 ? [builtText(result, performance.now() - start)] : []),
    ];
    return { dags, text: parts.join("\n"), files: this.#files(builder, problems) };
  }

  /** Another one when the project is no longer what it was. */
  async #builder(): Promise<ProjectBuilder> {
    const project = await this.#open();
    const known = this.#current;
    if (known && JSON.stringify(project) === JSON.stringify(known.project)) return known.builder;
    const builder = new ProjectBuilder(project, this.#timeLimit, null, this.#note);
    this.#current = { project, builder };
    return builder;
  }

  #files(builder: ProjectBuilder | undefined, problems: readonly Problem[]): string[] {
    return [
      ...projectFiles,
      ...(this.project?.settings.files ?? []),
      ...(builder?.inputs ?? []),
      ...filesOfProblems(this.#folder, problems),
    ];
  }
}
