import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, describe } from "vitest";
import { folderStore, removeFolder } from "../hooks/object-stores.ts";
import { objectSensors } from "./object-sensors.ts";

const store = await folderStore();
afterAll(() => removeFolder(store.folder));

describe("in a folder", () =>
  objectSensors(store, async (bucket, key, text) => {
    const file = path.join(store.folder, bucket, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }));
