// A sensor that waits for objects whose keys have a pattern.
import * as z from "zod";
import { type ListedObject, objectStore } from "../hooks/index.ts";
import { defineSensor, done, type Sensor } from "../sdk/sensor.ts";
import { fixedStart, keyPattern } from "./key-pattern.ts";
import { settled, unchangedFor } from "./settled.ts";

const ObjectsInput = z.object({
  bucket: z.string().min(1),
  pattern: z.string().min(1).describe("of keys: * is any text, ? one character, [ab] one of those"),
  atLeast: z.number().int().positive().default(1).describe("how many objects there must be"),
  unchangedFor,
});

const FoundObjects = z.object({
  bucket: z.string(),
  /** In the order of the keys' UTF-8 bytes. */
  objects: z.array(z.object({ key: z.string(), size: z.number().int(), etag: z.string() })),
});

/**
 * Waits for objects whose keys match a pattern, as Airflow's S3KeySensor matches them: `*` is any text, with slashes as
 * well; `?` is one character; `[ab]` one of those, `[!ab]` none of them, and `[*]` an asterisk. What comes before the first of
 * these is what the store is asked for: let it be as long as can be. With `unchangedFor`, no object may have come, gone or
 * changed within so many seconds, for which each look that finds enough of them takes.
 *
 * The output has all objects that match; Airflow keeps it in its database.
 *
 * @example
 * import { connection, Dag, ds, t } from "windsock";
 * import { objectsSensor } from "windsock/sensors";
 *
 * const dag = new Dag("listings", { schedule: "@daily", startDate: "2026-01-01" });
 * const parts = dag.sensor("parts_are_there", objectsSensor, { mode: "reschedule" })(
 *   { bucket: "listings", pattern: t`${ds}/part-*.csv`, atLeast: 4 },
 *   { store: connection("listings_store") },
 * );
 * dag.task("list", { parts: parts.output.objects }, ({ input, log }) => log.info(`${input.parts.length} parts`));
 */
export const objectsSensor: Sensor<
  typeof ObjectsInput,
  typeof FoundObjects,
  { readonly store: typeof objectStore }
> = defineSensor({
  name: "ObjectsSensor",
  input: ObjectsInput,
  output: FoundObjects,
  connections: { store: objectStore },
  async poke({ input, connections: { store }, log, signal }) {
    const { bucket, pattern, atLeast, unchangedFor: seconds } = input;
    const matches = keyPattern(pattern);
    log.info(`Looks for objects ${pattern} in ${bucket}.`);
    const found = await settled(
      async () => {
        const objects: ListedObject[] = [];
        for await (const { key, size, etag } of store.list(bucket, fixedStart(pattern))) {
          if (matches(key)) objects.push({ key, size, etag });
        }
        log.info(`There are ${objects.length} of them.`);
        return objects.length >= atLeast ? objects : null;
      },
      (objects) => JSON.stringify(objects),
      { seconds, log, signal },
    );
    return found ? done({ bucket, objects: found }) : false;
  },
});
