// Lists that tasks and groups are mapped over, whose elements only a run knows.
import type { Combination } from "../model/expression/expression.ts";
import { type Fields, type Read, type Reference, reference, toExpression } from "./reference.ts";

/** A type nothing can be assigned to; its name is what `tsc` prints. */
interface NoList {
  readonly "only a list can be mapped over": never;
}

/** What is given, if a run sees a list there; otherwise a type that says so. */
export type GivenList<Given> = [Read<Given>] extends [readonly unknown[]] ? unknown : NoList;

/** The elements of the list that a run sees where `Given` is given. */
export type ItemOf<Given> = Read<Given> extends readonly (infer Item)[] ? Item : never;

type ItemsOf<Lists extends readonly unknown[]> = { -readonly [Index in keyof Lists]: ItemOf<Lists[Index]> };
type GivenLists<Lists extends readonly unknown[]> = {
  readonly [Index in keyof Lists]: GivenList<Lists[Index]>;
};

/**
 * The first elements of some lists together, then the second ones, and so on, as long as each list has one: Airflow's
 * `zip`.
 *
 * @example
 * import { Dag, type TaskArgs, zip } from "windsock";
 *
 * const dag = new Dag("zipped");
 * const cities = dag.task("cities", () => ["Linz", "Wels"])();
 * const counts = dag.task("counts", () => [3, 4])();
 * dag.task("report", ({ input, log }: TaskArgs<{ city: string; count: number }>) => {
 *   log.info(`${input.city}: ${input.count}`);
 * }).expand(zip(cities, counts), (pair) => ({ city: pair[0], count: pair[1] }));
 */
export function zip<Lists extends readonly unknown[]>(
  ...lists: Lists & GivenLists<Lists>
): Reference<ItemsOf<Lists>[]> {
  return combined("zip", lists);
}

/** The elements of one list behind those of the other: Airflow's `concat`. */
export function concat<Lists extends readonly unknown[]>(
  ...lists: Lists & GivenLists<Lists>
): Reference<ItemOf<Lists[number]>[]> {
  return combined("concat", lists);
}

/**
 * Each element of the first list with each of the second, and so on; those of the last list change fastest. What Airflow
 * does with several arguments of `expand`.
 */
export function cross<Lists extends readonly unknown[]>(
  ...lists: Lists & GivenLists<Lists>
): Reference<ItemsOf<Lists>[]> {
  return combined("cross", lists);
}

function combined<T>(how: Combination, lists: readonly unknown[]): Reference<T> {
  return reference({
    kind: "combination",
    how,
    lists: lists.map((list, index) => toExpression(list, `list ${index + 1}`)),
  });
}

/** A name for the instances of a mapped task or group in Airflow's UI, such as `` (city) => t`${city}` ``. */
export type InstanceName<Item> = (item: Fields<Item>) => string | Reference<string>;
