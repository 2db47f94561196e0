// The check before the work: can the objects be reached, and is the day's snapshot there?
import { defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";
import * as z from "zod";
import { fillDateNames } from "../days/fill-date-names.ts";
import { counted } from "../searches/counted.ts";

/**
 * Checks that the bucket can be reached, and logs what it holds for the day.
 *
 * A snapshot that has not arrived yet is a warning here; the clean step waits for it with its retries.
 *
 * **When it fails**: the message says what the object store refused. Check the connection's credentials,
 * `endpoint_url` and `region_name`, and the Variable with the bucket's name.
 */
export const checkS3Connection = defineOperator({
  name: "CheckS3ConnectionOperator",
  input: z.object({
    bucket: z.string().min(1).describe("Bucket of all objects"),
    sourceKey: z.string().min(1).describe("The day's source object; {ds_nodash} and the like are filled in"),
  }),
  connections: { store: objectStore },
  async run({ input: { bucket, sourceKey }, connections: { store }, context, log }) {
    await store.checkAccess(bucket);
    const key = fillDateNames(sourceKey, context.dates);
    const object = await store.head(bucket, key);
    if (object === null) {
      log.warning(`Bucket "${bucket}" can be reached. Object "${key}" is not there yet.`);
      return;
    }
    log.info(
      `Bucket "${bucket}" can be reached. ` +
        `Object "${key}" has ${counted(object.size, "byte")}, etag ${object.etag}.`,
    );
  },
});
