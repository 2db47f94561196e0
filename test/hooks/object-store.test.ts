import { afterAll } from "vitest";
import { objectStoreContract } from "./object-store/contract.ts";
import { folderStore, removeFolder } from "./object-stores.ts";

const folder = await folderStore();
afterAll(() => removeFolder(folder.folder));

objectStoreContract("fs", folder);
