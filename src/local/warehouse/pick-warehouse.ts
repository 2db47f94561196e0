// Finds the warehouse a query means when it names none.
import { isOfType } from "../../model/connection/connection.ts";
import { embeddedWarehouseType, warehouseServerTypes } from "../../model/connection/connection-types.ts";
import type { Environment } from "../../model/connection/environment.ts";
import { UsageError } from "../../model/errors.ts";

/** Connection types a query can run on. */
export const warehouseTypes: readonly string[] = [embeddedWarehouseType, ...warehouseServerTypes];

/**
 * The id of the only warehouse connection in the environment.
 *
 * @throws {UsageError} when there is none, or more than one
 */
export function pickWarehouse(environment: Environment): string {
  const ids = environment
    .connectionIds()
    .filter((connId) => isOfType(environment.connection(connId), warehouseTypes));
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  const found =
    only === undefined
      ? `The environment has no connection of type ${warehouseTypes.join(", ")}.`
      : `The environment has several warehouses: ${ids.join(", ")}.`;
  throw new UsageError(`${found} Name one with --conn.`);
}
