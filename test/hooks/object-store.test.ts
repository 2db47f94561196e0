import { afterAll, describe } from "vitest";
import { startS3 } from "../services/s3.ts";
import { saysWhatIsWrong } from "./object-store/explaining.ts";
import { listsAndRemoves } from "./object-store/listing.ts";
import { publishesAllOrNothing } from "./object-store/publishing.ts";
import { readsAndWrites } from "./object-store/reading.ts";
import { folderStore, removeFolder, s3Store, type TestStore } from "./object-stores.ts";

const folder = await folderStore();
const s3 = await startS3();
afterAll(async () => {
  await removeFolder(folder.folder);
  await s3?.stop();
});

contract("fs", folder);
describe.skipIf(s3 === null)("with S3", () => {
  if (s3) contract("S3", s3Store(s3));
});

function contract(name: string, testStore: TestStore): void {
  describe(`The ${name} object store`, () => {
    readsAndWrites(testStore);
    listsAndRemoves(testStore);
    publishesAllOrNothing(testStore);
    saysWhatIsWrong(testStore);
  });
}
