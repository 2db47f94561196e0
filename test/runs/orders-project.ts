// A project with local runs of every kind, for the tests of what shows them: made by the real command.
import { TestProject } from "../compiler/test-project.ts";

const orders = `import { AirflowFailException, AirflowSkipException, asset, connection, Dag, ds, type TaskArgs, variable } from "windsock";
import { fetchOrders, readOrder } from "./shop/orders.ts";
import * as z from "zod";

export const table = asset("s3://warehouse/orders", z.object({ orders: z.number() }));

/** Brings the shop's orders of each day to the warehouse. */
const dag = new Dag("daily-orders", {
  schedule: "@daily",
  startDate: "2026-03-01",
  params: z.object({ region: z.string().default("eu"), largest: z.number().default(500) }),
  description: "The shop's orders of each day, cleaned, in the warehouse",
});

interface Extract { day: string; region: string; shop: string; token: string }
const extract = dag.task("extract", async ({ input, log }: TaskArgs<Extract>) => {
  log.info(\`Asking \${input.shop} for the orders of \${input.day}\`);
  log.debug(\`with \${input.token}\`);
  const orders = await fetchOrders(input.day, log);
  return { day: input.day, orders: orders.length, largest: Math.max(0, ...orders), signed: input.token };
}, { retries: 2, retryDelay: { seconds: 1 } })({
  day: ds, region: dag.params.region, shop: connection("shop").host, token: variable("shop_token"),
});

const clean = dag.task("clean", async ({ input, log }: TaskArgs<{ day: string; orders: number }>) => {
  if (input.orders === 0) throw new AirflowSkipException("no orders on a Sunday");
  log.info(\`\${input.orders} orders\`);
  for (let n = 0; n < input.orders; n++) readOrder(input.day, n);
  return { day: input.day, orders: input.orders };
})({ day: extract.output.day, orders: extract.output.orders });

const rates = dag.task("exchange_rates", async ({ log }: TaskArgs<{ day: string }>) => {
  log.info("EUR 1, USD 1.09");
  return { usd: 1.09 };
})({ day: ds });

const load = dag.task("load", async ({ input, log }: TaskArgs<{ orders: number; usd: number }>) => {
  log.info(\`\${input.orders} rows written\`);
  return { orders: input.orders };
}, { outlets: [table] })({ orders: clean.output.orders, usd: rates.output.usd });

dag.task("report", async ({ input, log }: TaskArgs<{ orders: number }>) => {
  log.info(\`\${input.orders} orders are in the warehouse\`);
})({ orders: load.output.orders });

export default dag;
`;

const shop = `import { existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "windsock";

/** Sundays have none; on 9 March the first answer is an error; on the 10th, the shop thinks for as long as it may. */
export async function fetchOrders(day: string, log: Logger): Promise<number[]> {
  if (day === "2026-03-09" && !existsSync("asked")) {
    writeFileSync("asked", "");
    throw new Error("The shop answers 503 Service Unavailable");
  }
  for (let n = 1; day === "2026-03-10" && !existsSync("answer"); n++) {
    log.info(\`page \${n} read\`);
    await sleep(100);
  }
  const number = day === "2026-03-08" || day === "2026-03-01" ? 0 : 40 + (Number(day.slice(8)) * 7) % 13;
  for (let n = 1; n <= number; n++) if (n % 10 === 0) log.info(\`\${n} of \${number} orders read\`);
  return Array.from({ length: number }, (_, n) => (n * 37) % 400);
}

export function readOrder(day: string, n: number): void {
  if (day === "2026-03-06" && n === 17) throw new RangeError(\`order \${n} of \${day} has the amount "12,90"\`);
}
`;

/** Nothing is run in it yet. */
export async function ordersProject(): Promise<TestProject> {
  const project = await TestProject.create({
    "dags-ts/daily-orders.ts": orders,
    "dags-ts/shop/orders.ts": shop,
    ".env":
      "AIRFLOW_CONN_SHOP=https://reader:s3cr3t-of-the-shop@shop.example\nAIRFLOW_VAR_SHOP_TOKEN=tk-4711-4711\n",
  });
  const { exitCode, stderr } = await project.windsock("build");
  if (exitCode !== 0) throw new Error(stderr);
  return project;
}
