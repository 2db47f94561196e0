// What holds for the sensors of objects on every store.
import { expect, test } from "vitest";
import { objectSensor, objectsSensor } from "windsock/sensors";
import { pokeSensor } from "windsock/testing";
import { connectionToJson } from "../../src/model/connection/connection.ts";
import type { TestStore } from "../hooks/object-stores.ts";

/** @param put writes an object past the hook */
export function objectSensors(
  { connection, createBucket }: TestStore,
  put: (bucket: string, key: string, text: string) => Promise<unknown>,
): void {
  const connections = { store: connectionToJson(connection) };

  test("wait for one object", async () => {
    const bucket = await createBucket();
    const look = () => pokeSensor(objectSensor, { input: { bucket, key: "in/a.csv" }, connections });
    expect(await look()).toMatchObject({ isDone: false });
    await put(bucket, "in/a.csv", "three");
    expect(await look()).toMatchObject({ isDone: true, value: { bucket, key: "in/a.csv", size: 5 } });
  });

  test("wait for objects with a pattern", async () => {
    const bucket = await createBucket();
    const input = { bucket, pattern: "in/part-?.csv", atLeast: 2 };
    const look = () => pokeSensor(objectsSensor, { input, connections });
    await put(bucket, "in/part-1.csv", "1");
    await put(bucket, "in/part-10.csv", "10");
    expect(await look()).toMatchObject({ isDone: false });
    await put(bucket, "in/part-2.csv", "22");
    expect(await look()).toMatchObject({
      isDone: true,
      value: {
        objects: [
          { key: "in/part-1.csv", size: 1 },
          { key: "in/part-2.csv", size: 2 },
        ],
      },
    });
  });

  test("wait until what is there no longer changes", async () => {
    const bucket = await createBucket();
    await put(bucket, "a.csv", "1");
    const look = () =>
      pokeSensor(objectSensor, { input: { bucket, key: "a.csv", unchangedFor: 1 }, connections });
    const growing = look();
    setTimeout(() => put(bucket, "a.csv", "12"), 500);
    expect(await growing).toMatchObject({
      isDone: false,
      log: expect.arrayContaining([expect.stringContaining("has changed within 1 s")]),
    });
    expect(await look()).toMatchObject({ isDone: true, value: { size: 2 } });
  });

  test("fail for good where there is no such bucket", async () => {
    const look = pokeSensor(objectSensor, { input: { bucket: "no-such-bucket", key: "a" }, connections });
    await expect(look).rejects.toMatchObject({ name: "AirflowFailException" });
  });
}
