// Started by a test, to be killed in the middle of writing an object.
import { setTimeout } from "node:timers/promises";
import { objectStore } from "../../src/hooks/object-store-hook.ts";
import { hookServices } from "./hook-services.ts";

const [, , folder = "", bucket = ""] = process.argv;

async function* endless(): AsyncGenerator<string> {
  yield "x".repeat(100_000);
  console.log("writing");
  for (;;) {
    await setTimeout(10);
    yield "x";
  }
}

const connection = { connId: "files", connType: "fs", host: null, login: null, password: null };
const store = await objectStore.open(
  { ...connection, schema: null, port: null, extra: { path: folder } },
  hookServices(),
);
await store.write(bucket, "never", endless());
