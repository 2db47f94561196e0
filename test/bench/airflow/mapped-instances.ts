// What mapped-instances.py does, in TypeScript.
import { Dag } from "windsock";
import * as z from "zod";

const dag = new Dag("mapped-in-typescript", {
  startDate: "2026-01-01",
  params: z.object({ count: z.int().default(1000) }),
});

const numbers = dag.task("numbers", { count: dag.params.count }, ({ input }) => [
  ...Array(input.count).keys(),
]);
const squares = dag
  .task("square", ({ input }: { input: { number: number } }) => input.number ** 2)
  .expand(numbers.output, (number) => ({ number }));
dag.task("add", { squares }, ({ input }) => input.squares.reduce((sum, square) => sum + square, 0));

export default dag;
