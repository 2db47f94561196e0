// What single_tasks.py does, in TypeScript.
import { Dag } from "windsock";

const dag = new Dag("single-in-typescript", { startDate: "2026-01-01", maxActiveTasks: 1 });
for (let number = 1; number <= 5; number += 1) dag.task(`task_${number}`, {}, () => undefined);

export default dag;
