// Where the local runner keeps what it writes: everything lies in the project's `out` folder.
import { rmSync } from "node:fs";
import path from "node:path";
import { fileName, type Project } from "../../model/project.ts";
import { journalPath } from "../../model/run/journal-line.ts";
import { notMapped } from "../../model/run/outputs.ts";

/** Places in a project's `out` folder, as absolute paths. */
export class OutFolder {
  readonly folder: string;

  constructor(project: Project) {
    this.folder = path.join(project.folder, "out");
  }

  /** What the process locks that is using the folder. */
  get lock(): string {
    return path.join(this.folder, "windsock.lock");
  }

  /** Outcome files of the tries under way. */
  get tries(): string {
    return path.join(this.folder, "tries");
  }

  /** Takes away what tries have left there. */
  clearTries(): void {
    rmSync(this.tries, { recursive: true, force: true });
  }

  /** Empty databases of Airflows, which those of Python operators' tasks are copies of. */
  get airflowDatabases(): string {
    return path.join(this.folder, "airflow-databases");
  }

  /** What came of DAGs' runs and of assets. */
  get state(): string {
    return path.join(this.folder, "state");
  }

  /** What came of the DAG's runs, one JSON record a line. */
  journal(dagId: string): string {
    return path.join(this.folder, "..", journalPath(dagId));
  }

  /** What came of the project's assets. No DAG's id ends in this. */
  get assets(): string {
    return path.join(this.state, "assets.log");
  }

  /** The folder of all logs of a DAG's run; of all its runs, where the label is empty. */
  runLogs(dagId: string, runLabel: string): string {
    return path.join(this.folder, "logs", fileName(dagId), runLabel);
  }

  /** The folder of one task's logs in one run; of an instance of a mapped task, as Airflow calls it. */
  logs(dagId: string, runLabel: string, taskId: string, mapIndex: number = notMapped): string {
    const instance = mapIndex === notMapped ? "" : `map_index=${mapIndex}`;
    return path.join(this.runLogs(dagId, runLabel), fileName(taskId), instance);
  }

  /** The log of one try, counted from 1. */
  log(dagId: string, runLabel: string, taskId: string, tryNumber: number, mapIndex?: number): string {
    return path.join(this.logs(dagId, runLabel, taskId, mapIndex), `attempt-${tryNumber}.log`);
  }
}
