// Started by a test, to be killed in the middle of writing an object.
import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { objectStore } from "../../src/hooks/object-store-hook.ts";
import { parseConnection } from "../../src/model/connection/parse-connection.ts";
import { hookServices } from "./hook-services.ts";

const [, , connection = "", bucket = "", bytes = ""] = process.argv;

async function* endless(): AsyncGenerator<string | Uint8Array> {
  yield randomBytes(Number(bytes));
  console.log("writing");
  for (;;) {
    await setTimeout(10);
    yield "x";
  }
}

const store = await objectStore.open(parseConnection("store", connection), hookServices());
await store.write(bucket, "never", endless());
