import { defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";
import * as z from "zod";

/** Counts the lines of an object. */
export const countRows = defineOperator({
  name: "CountRowsOperator",
  input: z.object({ bucket: z.string(), key: z.string() }),
  output: z.object({ rows: z.number().int() }),
  connections: { store: objectStore },
  async run({ input, connections, log }) {
    const { body } = await connections.store.read(input.bucket, input.key);
    let rows = 0;
    for await (const chunk of body) rows += chunk.toString().split("\n").length - 1;
    log.info(`${input.key} has ${rows} rows`);
    return { rows };
  },
});
