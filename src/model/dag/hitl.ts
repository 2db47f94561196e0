// Tasks that ask people: Airflow's HITLOperator and its kin, human in the loop.
import * as z from "zod";
import type { JsonValue } from "../json.ts";
import { option, seconds } from "./option.ts";

/**
 * What people are asked for:
 *
 * - `approval`: "Approve" or "Reject", which skips what comes after it
 * - `choice`: one of several options, or some of them
 * - `form`: values of fields
 */
export const asks = ["approval", "choice", "form"] as const;

/** What an approval offers. */
export const approvalOptions = ["Approve", "Reject"] as const;

/** Options of a task that asks people. */
export const hitlOptions = {
  /** What counts as chosen when `responseTimeout` is over; without it the task fails then. */
  defaults: option({
    python: "defaults",
    kind: "plain",
    schema: z.union([z.string(), z.array(z.string()).min(1).readonly()]),
    since: "3.1",
    local: { heeded: true },
  }),
  /** Whether several options may be chosen. @default false */
  multiple: option({
    python: "multiple",
    kind: "plain",
    schema: z.boolean(),
    since: "3.1",
    local: { heeded: true },
  }),
  /** How long the task waits for an answer. @default for ever */
  responseTimeout: option({
    python: "response_timeout",
    kind: "duration",
    schema: seconds.positive(),
    since: "3.1",
    local: { heeded: true },
  }),
  /** Who may answer, by the ids and names that Airflow's auth manager knows. @default everybody who may see the DAG */
  assignedUsers: option({
    python: "assigned_users",
    kind: "plain",
    schema: z.array(z.strictObject({ id: z.string(), name: z.string() })).readonly(),
    since: "3.1",
    local: { heeded: false, because: "knows no users" },
  }),
  /** Whether "Reject" fails the task, instead of skipping what comes after it. @default false */
  failOnReject: option({
    python: "fail_on_reject",
    kind: "plain",
    schema: z.boolean(),
    since: "3.1",
    local: { heeded: true },
  }),
  /** Whether "Reject" skips all that comes after it by any way, whatever its trigger rule. @default false */
  ignoreDownstreamTriggerRules: option({
    python: "ignore_downstream_trigger_rules",
    kind: "plain",
    schema: z.boolean(),
    since: "3.1",
    local: { heeded: true },
  }),
} as const;

/** What a task that asks returns, as Airflow's operators do. */
export interface Answer {
  readonly [name: string]: JsonValue;
  readonly chosen_options: readonly string[];
  readonly params_input: Readonly<Record<string, JsonValue>>;
  /** ISO 8601. */
  readonly responded_at: string;
  readonly responded_by_user: JsonValue;
}

/** Where in that lies what other tasks know as its output. */
export function outputPath(what: (typeof asks)[number], multiple: boolean): readonly (string | number)[] {
  if (what === "form") return ["params_input"];
  return multiple ? ["chosen_options"] : ["chosen_options", 0];
}
