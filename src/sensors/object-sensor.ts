// A sensor that waits for an object.
import * as z from "zod";
import { objectStore } from "../hooks/index.ts";
import { defineSensor, done, type Sensor } from "../sdk/sensor.ts";
import { settled, unchangedFor } from "./settled.ts";

const ObjectInput = z.object({
  bucket: z.string().min(1),
  key: z.string().min(1),
  unchangedFor,
});

const FoundObject = z.object({
  bucket: z.string(),
  key: z.string(),
  /** In bytes. */
  size: z.number().int(),
  /** Names this content of this key. */
  etag: z.string(),
});

/**
 * Waits for an object of an object store. With `unchangedFor`, each look that finds it takes so many seconds, at most 300,
 * and it counts as there when it is the same at their end: for what others write in place, such as files of a folder.
 * On S3 an object is there as a whole or not at all.
 *
 * @example
 * import { connection, Dag, ds, t } from "windsock";
 * import { objectSensor } from "windsock/sensors";
 *
 * const dag = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
 * const arrived = dag.sensor("listings_are_there", objectSensor, { mode: "reschedule" })(
 *   { bucket: "listings", key: t`${ds}.csv` },
 *   { store: connection("listings_store") },
 * );
 * dag.task("count", { size: arrived.output.size }, ({ input, log }) => log.info(`${input.size} bytes`));
 */
export const objectSensor: Sensor<
  typeof ObjectInput,
  typeof FoundObject,
  { readonly store: typeof objectStore }
> = defineSensor({
  name: "ObjectSensor",
  input: ObjectInput,
  output: FoundObject,
  connections: { store: objectStore },
  async poke({ input: { bucket, key, unchangedFor: seconds }, connections: { store }, log, signal }) {
    log.info(`Looks for object ${key} in ${bucket}.`);
    const found = await settled(
      () => store.head(bucket, key),
      ({ etag, size }) => `${etag} ${size}`,
      { seconds, log, signal },
    );
    return found ? done({ bucket, key, size: found.size, etag: found.etag }) : false;
  },
});
