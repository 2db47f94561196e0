// What every object store does, whatever is behind it.
import { describe } from "vitest";
import type { TestStore } from "../object-stores.ts";
import { saysWhatIsWrong } from "./explaining.ts";
import { listsAndRemoves } from "./listing.ts";
import { publishesAllOrNothing } from "./publishing.ts";
import { readsAndWrites } from "./reading.ts";

export function objectStoreContract(name: string, testStore: TestStore): void {
  describe(`The ${name} object store`, () => {
    readsAndWrites(testStore);
    listsAndRemoves(testStore);
    publishesAllOrNothing(testStore);
    saysWhatIsWrong(testStore);
  });
}
