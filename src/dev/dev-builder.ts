// Builds whatever can be built of a project, and says what cannot; survives whatever its files say.
import pc from "picocolors";
import { ProjectBuilder } from "../compiler/build.ts";
import { builtText } from "../compiler/built-text.ts";
import { formatProblems } from "../compiler/check/format-problems.ts";
import type { TypeChecker } from "../compiler/check/types/type-checker.ts";
import type { CompiledDag } from "../compiler/compile-dag.ts";
import { configNames } from "../compiler/config/load-project.ts";
import { filesOfProblems } from "../compiler/watch/missing-imports.ts";
import { BuildError } from "../model/build-error.ts";
import type { Problem } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { errorText } from "./error-text.ts";

interface OpenProject {
  readonly project: Project;
  readonly builder: ProjectBuilder;
  readonly types: TypeChecker | null;
}

export interface DevBuild {
  /** All that are built; null where it could not be told what there is. */
  readonly dags: readonly CompiledDag[] | null;
  /** What there is to say; empty when nothing has happened. */
  readonly text: string;
  /** What to watch, relative to the project's folder. */
  readonly files: readonly string[];
  /** Whether types may be others than before. */
  readonly hasChanged: boolean;
}

/** What a project is told by, whether or not it has them. */
export const projectFiles = ["package.json", ...configNames];

export interface DevBuilderOptions {
  /** The folder with package.json. */
  readonly folder: string;
  /** Reads what makes the folder a project; what it throws is shown, and it is asked again with the next build. */
  readonly open: () => Promise<Project>;
  /** Milliseconds that evaluating one DAG module may take. */
  readonly timeLimit: number;
  /** What checks the project's types; null when they are not to be checked. */
  readonly typesOf: (project: Project) => TypeChecker | null;
}

export class DevBuilder {
  readonly #options: DevBuilderOptions;
  readonly #note: (text: string) => void;
  #current: OpenProject | undefined;
  #isFirst = true;
  #hadTypeProblems = false;
  #typesNote: string | null = null;

  /** @param note told when a build has to wait for another process's */
  constructor(options: DevBuilderOptions, note: (text: string) => void) {
    this.#options = options;
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
      const text =
        error instanceof BuildError ? formatProblems(this.#options.folder, problems) : errorText(error);
      return { dags: null, text, files: this.#files(builder, problems), hasChanged: false };
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
      ...(problems.length > 0 ? [`${formatProblems(this.#options.folder, problems, ending)}\n`] : []),
      ...(hasHappened && dags.length > 0 ? [builtText(result, performance.now() - start)] : []),
    ];
    const text = parts.join("\n");
    return { dags, text, files: this.#files(builder, problems), hasChanged: hasHappened };
  }

  /**
   * Checks the types of what was built last; a check that is under way ends.
   *
   * @returns what there is to say; null when there is nothing, or another check has taken the place of this one
   */
  async checkTypes(dags: readonly CompiledDag[]): Promise<string | null> {
    try {
      const types = this.#current?.types;
      types?.prepare();
      const checked = await types?.check(dags.map(({ file }) => file));
      if (!checked) return null;
      const { problems, note } = checked;
      const before = this.#hadTypeProblems;
      this.#hadTypeProblems = problems.length > 0;
      const ending = "The DAGs are built all the same; `windsock build` will refuse them.";
      if (problems.length > 0) return formatProblems(this.#options.folder, problems, ending);
      if (note !== null && note !== this.#typesNote) {
        this.#typesNote = note;
        return `${pc.yellow("note")} ${note}`;
      }
      return before ? `${pc.green("types")} are right again` : null;
    } catch (error) {
      return errorText(error);
    }
  }

  /** Ends what is under way. */
  close(): void {
    this.#current?.types?.stop();
  }

  /** Another one when the project is no longer what it was. */
  async #builder(): Promise<ProjectBuilder> {
    const project = await this.#options.open();
    const known = this.#current;
    if (known && JSON.stringify(project) === JSON.stringify(known.project)) return known.builder;
    const builder = new ProjectBuilder(project, { timeLimit: this.#options.timeLimit, note: this.#note });
    known?.types?.stop();
    this.#current = { project, builder, types: this.#options.typesOf(project) };
    return builder;
  }

  #files(builder: ProjectBuilder | undefined, problems: readonly Problem[]): string[] {
    return [
      ...projectFiles,
      ...(this.project?.settings.files ?? []),
      ...(builder?.inputs ?? []),
      ...filesOfProblems(this.#options.folder, problems),
    ];
  }
}
