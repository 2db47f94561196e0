// The contract of object stores: errors say what to do.
import { expect, test } from "vitest";
import { ObjectNotFoundError } from "../../../src/hooks/index.ts";
import { AirflowFailException } from "../../../src/sdk/outcome.ts";
import { collect, rejection } from "../hook-services.ts";
import type { TestStore } from "../object-stores.ts";
import { open, pieces } from "./bodies.ts";

export function saysWhatIsWrong(testStore: TestStore): void {
  test("shows what is there instead of an absent object", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    const message = async (key: string) => {
      const error = await rejection(store.read(bucket, key));
      expect(error).toBeInstanceOf(ObjectNotFoundError);
      expect(error).toMatchObject({ bucket, key });
      expect(error.message).toContain(`"${key}" in bucket "${bucket}"`);
      expect(error.message).toContain(testStore.connection.connId);
      return error.message;
    };
    expect(await message("user-data/20210702.zip")).toContain("The bucket is empty.");

    await store.write(bucket, "elsewhere/x", pieces("x"));
    expect(await message("user-data/20210702.zip")).toContain(
      'Under "user-data/" is nothing; the bucket holds "elsewhere/x".',
    );
    expect(await message("top")).toContain('It holds "elsewhere/x".');

    for (let day = 10; day < 21; day += 1) await store.write(bucket, `user-data/${day}.zip`, pieces("x"));
    const shown = await message("user-data/30.zip");
    expect(shown).toContain('Under "user-data/" is "user-data/10.zip", "user-data/11.zip"');
    expect(shown).toContain('"user-data/19.zip" and more.');
    expect(shown).not.toContain("20.zip");
  });

  test("fails without retries when there is no such bucket", async () => {
    const store = await open(testStore);
    const attempts = [
      () => store.head("no-such-bucket", "k"),
      () => store.read("no-such-bucket", "k"),
      () => store.write("no-such-bucket", "k", pieces("x")),
      () => store.delete("no-such-bucket", "k"),
      () => store.checkAccess("no-such-bucket"),
      () => collect(store.list("no-such-bucket", "")),
    ];
    for (const attempt of attempts) {
      const error = await rejection(attempt());
      expect(error).toBeInstanceOf(AirflowFailException);
      expect(error.message).toContain('There is no bucket "no-such-bucket"');
      expect(error.message).toContain(testStore.connection.connId);
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  test("finds a bucket that may be listed in order", async () => {
    const [store, bucket] = [await open(testStore), await testStore.createBucket()];
    await expect(store.checkAccess(bucket)).resolves.toBeUndefined();
  });
}
