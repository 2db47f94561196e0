import { AirflowSkipException, defineOperator } from "windsock";
import { objectStore } from "windsock/hooks";
import * as z from "zod";

/** Counts the listings of a CSV object, whose third column is the price, and says what they cost on average. */
export const summarizePrices = defineOperator({
  name: "SummarizePricesOperator",
  input: z.object({ bucket: z.string(), key: z.string() }),
  output: z.object({ listings: z.number().int(), average: z.number() }),
  connections: { store: objectStore },
  async run({ input, connections, log }) {
    const { body } = await connections.store.read(input.bucket, input.key);
    let text = "";
    for await (const chunk of body) text += chunk.toString();
    const [, ...rows] = text.trimEnd().split("\n");
    if (rows.length === 0) throw new AirflowSkipException(`${input.key} has no listings`);
    log.info(`${input.key} has ${rows.length} listings`);
    const total = rows.reduce((sum, row) => sum + Number(row.split(",")[2]), 0);
    return { listings: rows.length, average: Math.round(total / rows.length) };
  },
});
