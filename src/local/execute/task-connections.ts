// The connections a task gets: as the environment gives them, with a running warehouse in place of embedded ones.
import type { Connection } from "../../model/connection/connection.ts";
import { embeddedWarehouseType } from "../../model/connection/connection-types.ts";
import type { Environment } from "../../model/connection/environment.ts";
import { codeOfTask, type TaskModel } from "../../model/dag/task-model.ts";
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

  /** @throws {WarehouseError} when a warehouse cannot be opened */
  async hold(task: TaskModel): Promise<HeldConnections> {
    const leases = new Map<string, Lease>();
    for (const folder of this.warehouses(task)) leases.set(folder, await this.#warehouse(folder).lease());
    return {
      get: (connId) => {
        const connection = this.#environment.connection(connId);
        if (connection.connType !== embeddedWarehouseType) return connection;
        return leases.get(warehouseFolder(connection))?.connection(connId) ?? connection;
      },
      release: async () => {
        for (const lease of leases.values()) await lease.release();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#warehouses.values()].map((warehouse) => warehouse.close()));
  }

  #warehouse(folder: string): EmbeddedWarehouse {
    const known = this.#warehouses.get(folder) ?? new EmbeddedWarehouse(folder);
    this.#warehouses.set(folder, known);
    return known;
  }
}

/** Ids of all connections the task's process gets or its input reads. */
export function connectionIds(task: TaskModel): string[] {
  const code = codeOfTask(task);
  if (!code) return [];
  return [...new Set([...Object.values(code.connections), ...readsOf([code.input]).connections])];
}
