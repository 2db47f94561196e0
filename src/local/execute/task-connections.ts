// The connections a task gets: as the environment gives them, with a running warehouse in place of embedded ones.
import type { Connection } from "../../model/connection/connection.ts";
import { embeddedWarehouseType } from "../../model/connection/connection-types.ts";
import type { Environment } from "../../model/connection/environment.ts";
import {
  codeOfTask,
  connectionArguments,
  expressionsHere,
  type TaskModel,
} from "../../model/dag/task-model.ts";
import { readsOf } from "../../model/expression/reads-of.ts";
import { EmbeddedWarehouse, type Lease, warehouseFolder } from "../warehouse/embedded-warehouse.ts";

/** What one try holds. */
export interface HeldConnections {
  /** @throws {MissingValueError} when the environment has no such connection */
  get(connId: string): Connection;
  release(): Promise<void>;
}

export class TaskConnections {
  readonly #environment: Environment;
  readonly #warehouses = new Map<string, EmbeddedWarehouse>();
  /** What each warehouse's last user waits for, and gives way with. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Folders of the embedded warehouses the task uses; one task at a time may use each. */
  warehouses(task: TaskModel): string[] {
    const folders = connectionIds(task)
      .map((connId) => this.#environment.connection(connId))
      .filter(({ connType }) => connType === embeddedWarehouseType)
      .map(warehouseFolder);
    return [...new Set(folders)];
  }

  /** Starts warehouses ahead of the first task that needs one; a failure shows when that task asks. */
  warmUp(folders: Iterable<string>): void {
    for (const folder of folders)
      this.#warehouse(folder)
        .start()
        .catch(() => {});
  }

  /**
   * Waits until nobody else holds what the task needs: runs of other DAGs that tasks have started know nothing of it.
   *
   * @throws {WarehouseError} when a warehouse cannot be opened
   */
  async hold(task: TaskModel): Promise<HeldConnections> {
    const leases = new Map<string, Lease>();
    const turns: (() => void)[] = [];
    // In one order for all: nobody waits for somebody who waits for him.
    const folders = this.warehouses(task).sort();
    for (const folder of folders) turns.push(await this.#turn(folder));
    try {
      for (const folder of folders) leases.set(folder, await this.#warehouse(folder).lease());
    } catch (error) {
      for (const end of turns) end();
      throw error;
    }
    return {
      get: (connId) => {
        const connection = this.#environment.connection(connId);
        if (connection.connType !== embeddedWarehouseType) return connection;
        return leases.get(warehouseFolder(connection))?.connection(connId) ?? connection;
      },
      release: async () => {
        try {
          for (const lease of leases.values()) await lease.release();
        } finally {
          for (const end of turns) end();
        }
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#warehouses.values()].map((warehouse) => warehouse.close()));
  }

  /** @returns ends the turn */
  async #turn(folder: string): Promise<() => void> {
    const before = this.#turns.get(folder) ?? Promise.resolve();
    let end = () => {};
    const own = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#turns.set(
      folder,
      before.then(() => own),
    );
    await before;
    return end;
  }

  #warehouse(folder: string): EmbeddedWarehouse {
    const known = this.#warehouses.get(folder) ?? new EmbeddedWarehouse(folder);
    this.#warehouses.set(folder, known);
    return known;
  }
}

/** Ids of all connections the task's process gets or its input reads. */
export function connectionIds(task: TaskModel): string[] {
  const handedOver = Object.values(codeOfTask(task)?.connections ?? {});
  const named = task.kind === "python" && task.interpreter !== undefined ? connectionArguments(task) : [];
  return [...new Set([...handedOver, ...named, ...readsOf(expressionsHere(task)).connections])];
}
