import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Publisher } from "../../../dags-ts/report/publisher.ts";
import { BucketFolder, bucket } from "../bucket-folder.ts";
import { callingBack } from "../calling-back.ts";

let folder: BucketFolder;
beforeEach(async () => {
  folder = await BucketFolder.create();
});
afterEach(() => folder.remove());

const pageKey = "page.html";
const begin = async (store = folder.store()) => Publisher.begin({ store: await store, bucket, pageKey });
const overtaken = {
  name: "OvertakenError",
  message: `Another run wrote object "${pageKey}" at the same time. Try again, so that all objects are of one run.`,
};

async function publishAll(publisher: Publisher, text: string): Promise<void> {
  await publisher.write("a.csv", "text/csv", text);
  await publisher.writePage(text);
}

describe("of two reports at once", () => {
  test("one that began to read before another was published replaces nothing of it", async () => {
    const earlier = await begin();
    await publishAll(await begin(), "new");
    await expect(earlier.write("a.csv", "text/csv", "old")).rejects.toMatchObject(overtaken);
    await expect(earlier.remove("a.csv")).rejects.toMatchObject(overtaken);
    await expect(earlier.writePage("old")).rejects.toMatchObject(overtaken);
    expect(await folder.read("a.csv")).toBe("new");
    expect(await folder.read(pageKey)).toBe("new");
  });

  test("one that is overtaken while it writes publishes nothing", async () => {
    const earlier = await begin();
    async function* slowly() {
      yield "old";
      await publishAll(await begin(), "new");
      yield "er";
    }
    await expect(earlier.write("a.csv", "text/csv", slowly())).rejects.toMatchObject(overtaken);
    expect(await folder.read("a.csv")).toBe("new");
    expect(await folder.keys()).toEqual(["a.csv", pageKey]);
  });

  test("the one whose page is replaced as soon as it is there knows it", async () => {
    const store = callingBack(await folder.store(), pageKey, () => folder.put(pageKey, "theirs"));
    await expect(publishAll(await begin(Promise.resolve(store)), "mine")).rejects.toMatchObject(overtaken);
  });
});

test("a report that was there before is replaced, whoever wrote it", async () => {
  await folder.put("a.csv", "by hand");
  await folder.put(pageKey, "by hand");
  await publishAll(await begin(), "new");
  expect([await folder.read("a.csv"), await folder.read(pageKey)]).toEqual(["new", "new"]);
});
