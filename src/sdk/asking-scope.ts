// Tasks that ask people: human in the loop.
import type * as z from "zod";
import type { approvalOptions } from "../model/dag/hitl.ts";
import type { DeclaringGroup } from "./declaring-group.ts";
import type { TaskOptions } from "./options.ts";
import { OtherDagsScope } from "./other-dags-scope.ts";
import { type Approval, type Choose, type ChooseSeveral, type Form, hitlWork } from "./question.ts";
import { stackOf } from "./stack-of.ts";
import { Task } from "./task.ts";

export abstract class AskingScope<Group extends DeclaringGroup> extends OtherDagsScope<Group> {
  /**
   * Adds a task that asks somebody to approve: Airflow's ApprovalOperator, since 3.1. "Reject" skips what comes directly
   * after it, or fails the task with `failOnReject`.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @returns a task whose output is "Approve" or "Reject"
   *
   * @example
   * import { Dag, ds, t } from "windsock";
   *
   * const dag = new Dag("release", { schedule: "@daily", startDate: "2026-01-01" });
   * dag
   *   .approval("approve", { subject: t`Release ${ds}?`, defaults: "Reject", responseTimeout: { hours: 8 } })
   *   .before(dag.empty("release"));
   */
  approval(
    taskId: string,
    question: Approval,
    options: TaskOptions<null> = {},
  ): Task<(typeof approvalOptions)[number]> {
    const declaration = this.declare(taskId, options, stackOf(this.approval));
    return this.add(new Task(declaration, { kind: "hitl", ...hitlWork("approval", question) }));
  }

  /**
   * Adds a task that lets somebody choose one of several options, or some of them: Airflow's HITLOperator, since 3.1. With
   * `dag.switch` the choice says which tasks run: Airflow's HITLBranchOperator.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @returns a task whose output is the option; with `multiple` a list of them
   *
   * @example
   * import { Dag } from "windsock";
   *
   * const dag = new Dag("release");
   * const region = dag.choice("region", { subject: "Where to?", options: ["eu", "us"] });
   * dag.switch(region, { eu: dag.empty("to_europe"), us: dag.empty("to_america") });
   */
  choice<const Option extends string>(
    taskId: string,
    question: Choose<Option>,
    options?: TaskOptions<null>,
  ): Task<Option>;
  choice<const Option extends string>(
    taskId: string,
    question: ChooseSeveral<Option>,
    options?: TaskOptions<null>,
  ): Task<Option[]>;
  choice(
    taskId: string,
    question: Choose<string> | ChooseSeveral<string>,
    options: TaskOptions<null> = {},
  ): Task {
    const declaration = this.declare(taskId, options, stackOf(this.choice));
    return this.add(new Task(declaration, { kind: "hitl", ...hitlWork("choice", question) }));
  }

  /**
   * Adds a task that lets somebody fill in a form: Airflow's HITLEntryOperator, since 3.1. Airflow checks what is entered by the
   * JSON Schema of the fields.
   *
   * @param taskId letters, digits, dashes, dots and underscores, at most 250; unique in the DAG
   * @returns a task whose output is the values of the fields
   *
   * @example
   * import { Dag } from "windsock";
   * import * as z from "zod";
   *
   * const dag = new Dag("release");
   * const details = dag.form("details", {
   *   subject: "What is new?",
   *   fields: z.object({ title: z.string().default("untitled"), count: z.int().default(1) }),
   * });
   * dag.task("announce", { title: details.output.title }, ({ input, log }) => log.info(input.title));
   */
  form<Fields extends z.core.$ZodObject>(
    taskId: string,
    question: Form<Fields>,
    options: TaskOptions<null> = {},
  ): Task<z.output<Fields>> {
    const declaration = this.declare(taskId, options, stackOf(this.form));
    return this.add(new Task(declaration, { kind: "hitl", ...hitlWork("form", question) }));
  }
}
