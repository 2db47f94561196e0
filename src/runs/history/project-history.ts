// The DAGs of a project that have local runs, and those that are built.
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { type AssetRecord, assetTail } from "../../local/memory/asset-log.ts";
import type { OutFolder } from "../../local/memory/out-folder.ts";
import type { RecordTail } from "../../local/memory/record-tail.ts";
import { loadDags, modelFiles } from "../../local/plan/load-dag.ts";
import type { DagModel } from "../../model/dag/dag-model.ts";
import { UserError } from "../../model/errors.ts";
import { fileName, type Project } from "../../model/project.ts";
import { DagHistory } from "./dag-history.ts";
import type { RunHistory } from "./run-history.ts";

const journalEnd = ".jsonl";

/** A DAG with local runs. */
export interface KnownDag {
  readonly dagId: string;
  readonly history: DagHistory;
  /** Null when it is not built, or no more. */
  readonly model: DagModel | null;
  /** Why its journal cannot be read, if it cannot. */
  readonly problem: string | null;
}

export class ProjectHistory {
  readonly #project: Project;
  readonly #out: OutFolder;
  readonly #updatesTail: RecordTail<AssetRecord>;
  #updates: readonly AssetRecord[] = [];
  #models: readonly DagModel[] = [];
  #stamp: string | undefined;
  readonly #histories = new Map<string, DagHistory>();

  constructor(project: Project, out: OutFolder) {
    this.#project = project;
    this.#out = out;
    this.#updatesTail = assetTail(out.assets);
  }

  /** The built DAGs. None, when they cannot be read: their runs can be looked at all the same. */
  models(): readonly DagModel[] {
    const stamp = stampOf(modelFiles(this.#project));
    if (stamp !== this.#stamp) this.#models = this.#load();
    this.#stamp = stamp;
    return this.#models;
  }

  #load(): readonly DagModel[] {
    try {
      return loadDags(this.#project);
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }

  /** As things are now, in the order of ids. */
  dags(models: readonly DagModel[] = this.models()): KnownDag[] {
    const known = this.#journals().map((name) => this.#look(name, models));
    const withRuns = known.filter(({ history, problem }) => history.runs.length > 0 || problem !== null);
    return withRuns.sort((a, b) => (a.dagId < b.dagId ? -1 : 1));
  }

  /** URIs of the assets that a task has updated since the run last began. */
  updatesBy(dagId: string, run: RunHistory, taskId: string): string[] {
    const { records, isNew } = this.#updatesTail.read();
    this.#updates = isNew ? records : [...this.#updates, ...records];
    const uris = this.#updates.flatMap((record) => {
      if (record.kind !== "updated" || record.at < run.begunAt) return [];
      const isIts = record.dagId === dagId && record.runId === run.runId && record.taskId === taskId;
      return isIts ? [record.uri] : [];
    });
    return [...new Set(uris)];
  }

  #look(name: string, models: readonly DagModel[]): KnownDag {
    const history = this.#histories.get(name) ?? new DagHistory(this.#journalOf(name), this.#out.lock);
    this.#histories.set(name, history);
    const problem = problemOf(() => history.refresh());
    const model = models.find(({ dagId }) => fileName(dagId) === name) ?? null;
    return { dagId: history.dagId ?? model?.dagId ?? name, history, model, problem };
  }

  #journals(): string[] {
    try {
      const names = readdirSync(this.#out.state).filter((name) => name.endsWith(journalEnd));
      return names.map((name) => name.slice(0, -journalEnd.length));
    } catch {
      // Nothing has run yet.
      return [];
    }
  }

  #journalOf(name: string): string {
    return path.join(this.#out.state, `${name}${journalEnd}`);
  }
}

function problemOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

/** Another text whenever one of the files is another one. */
function stampOf(files: readonly string[]): string {
  const stamps = files.map((file) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    return `${file} ${stat?.mtimeMs} ${stat?.ino} ${stat?.size}`;
  });
  return stamps.join("\n");
}
