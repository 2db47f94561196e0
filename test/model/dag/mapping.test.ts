// How many instances there are before anything ran.
import { expect, test } from "vitest";
import { Dag, type TaskArgs } from "windsock";
import { dagModel } from "windsock/testing";
import { countsAfter } from "../../../src/model/dag/mapping.ts";

test("instances that a run begins with are those of lists that are written out", () => {
  const dag = new Dag("a");
  const work = ({ input }: TaskArgs<number>) => input;
  const stop = dag.task("stop", () => false)();
  const own = dag.task("own", work).expand([1, 2, 3], (item) => item);
  const later = dag.task("later", work).expand(own.output, (item) => item);
  const group = dag.taskGroup("group").expand([4, 5], (inner, item) => inner.task("in_group", work)(item));
  dag.task("elsewhere", work).expand([6], (item) => item);
  dag.shortCircuit(stop);
  stop.before(own);
  later.before(group);
  expect(countsAfter("stop", dagModel(dag))).toEqual([
    ["own", 3],
    ["group.in_group", 2],
  ]);
  expect(countsAfter("later", dagModel(dag))).toEqual([["group.in_group", 2]]);
});
