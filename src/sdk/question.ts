// What tasks ask people, as authors say it.
import type * as z from "zod";
import { approvalOptions, type asks, type hitlOptions } from "../model/dag/hitl.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { AuthoredOptions } from "./options.ts";
import { type Reference, toExpression } from "./reference.ts";

type Text = string | Reference<string>;
type Said<Name extends keyof typeof hitlOptions> = Pick<AuthoredOptions<typeof hitlOptions>, Name>;

/** What everybody is asked with. */
interface Question extends Said<"responseTimeout" | "assignedUsers"> {
  /** The question, in a line: text, or an expression such as t`Release ${ds}?`. */
  readonly subject: Text;
  /** What helps to answer it, in Markdown. @default nothing */
  readonly body?: Text;
}

/** A question that is answered by "Approve" or "Reject". */
export interface Approval extends Question, Said<"failOnReject" | "ignoreDownstreamTriggerRules"> {
  /** What counts when `responseTimeout` is over; without it the task fails then. */
  readonly defaults?: (typeof approvalOptions)[number];
}

/** A question that is answered by one of several options. */
export interface Choose<Option extends string> extends Question {
  /** What there is to choose from. */
  readonly options: readonly Option[];
  readonly multiple?: false;
  /** What counts as chosen when `responseTimeout` is over; without it the task fails then. */
  readonly defaults?: NoInfer<Option>;
}

/** A question that is answered by some of several options. */
export interface ChooseSeveral<Option extends string> extends Question {
  /** What there is to choose from. */
  readonly options: readonly Option[];
  readonly multiple: true;
  /** What counts as chosen when `responseTimeout` is over; without it the task fails then. */
  readonly defaults?: NoInfer<Option> | readonly NoInfer<Option>[];
}

/** A question that is answered by values. */
export interface Form<Fields extends z.core.$ZodObject> extends Question {
  /** The fields of the form, as [params](https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/params.html). */
  readonly fields: Fields;
}

/** What such a task is made of. @internal */
export interface HitlWork {
  readonly asks: (typeof asks)[number];
  readonly subject: Expression;
  readonly body: Expression | undefined;
  readonly choices: readonly string[];
  readonly fields: z.core.$ZodObject | undefined;
  readonly options: AuthoredOptions<typeof hitlOptions>;
}

/** @internal */
export function hitlWork(
  what: HitlWork["asks"],
  question: Approval | Choose<string> | ChooseSeveral<string> | Form<z.core.$ZodObject>,
): HitlWork {
  const { subject, body, ...others } = question;
  const { options, fields, ...said } = others as Partial<Choose<string> & Form<z.core.$ZodObject>>;
  return {
    asks: what,
    subject: toExpression(subject, "subject"),
    body: body === undefined ? undefined : toExpression(body, "body"),
    choices: what === "approval" ? approvalOptions : what === "form" ? ["OK"] : (options ?? []),
    fields,
    options: said,
  };
}
