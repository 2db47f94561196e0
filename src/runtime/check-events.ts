// Checks that the events which a task is given carry what their assets say: not every DAG that updates an asset is
// one of this project, and Airflow takes any extra.
import type { EventSchemas } from "../model/dag/dag-description.ts";
import type { Expression } from "../model/expression/expression.ts";
import type { JsonValue } from "../model/json.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { AirflowFailException } from "../sdk/outcome.ts";

interface Event {
  readonly extra: JsonValue;
  readonly timestamp: string;
  readonly sourceDagId: string | null;
  readonly sourceTaskId: string | null;
  readonly sourceRunId: string | null;
}

type Path = readonly (string | number)[];

/** A value of the input that an event has carried, or a part of what one has. */
interface Carried {
  readonly uri: string;
  /** Of which event it is, in words. */
  readonly of: string;
  /** Leads to it in the event's extra. */
  readonly path: Path;
  readonly value: JsonValue;
}

/**
 * @param schemas of the events' extra, by URI
 * @throws {AirflowFailException} that names the event
 */
export async function checkEvents(input: Expression, value: JsonValue, schemas: EventSchemas): Promise<void> {
  const carried = carriedIn(input, value).filter(({ uri }) => Object.hasOwn(schemas, uri));
  if (carried.length === 0) return;
  const { problemOf } = await import("../model/run/json-schema-check.ts");
  for (const { uri, of, path, value: part } of carried) {
    const schema = schemaAt(schemas[uri], path);
    const problem = schema && problemOf(schema, part);
    if (problem === undefined) continue;
    throw new AirflowFailException(
      `The event of asset ${uri}, ${of}, does not carry what the asset's schema says: ${problem}.`,
    );
  }
}

function carriedIn(expression: Expression, value: JsonValue): Carried[] {
  switch (expression.kind) {
    case "asset_events":
    case "inlet_events":
      return carriedAt(expression.uri, expression.path, value);
    case "object":
      return Object.entries(expression.entries).flatMap(([name, entry]) =>
        carriedIn(entry, Object(value)[name] ?? null),
      );
    case "list":
      return expression.items.flatMap((item, index) => carriedIn(item, Object(value)[index] ?? null));
    default:
      return [];
  }
}

/** @param path leads to the value in the list of the asset's events */
function carriedAt(uri: string, [index, field, ...path]: Path, value: JsonValue): Carried[] {
  if (field === "extra") return [{ uri, of: `number ${index}`, path, value }];
  if (field !== undefined) return [];
  const events = (index === undefined ? value : [value]) as unknown as readonly Event[];
  return events.map((event) => ({ uri, of: sourceOf(event), path: [], value: event.extra }));
}

function sourceOf({ timestamp, sourceDagId, sourceTaskId, sourceRunId }: Event): string {
  const source =
    sourceDagId === null ? "by no task" : `by task ${sourceDagId}.${sourceTaskId} in run ${sourceRunId}`;
  return `${timestamp} ${source}`;
}

/** Undefined where nothing is said of that part. */
function schemaAt(schema: JsonSchema | undefined, [step, ...rest]: Path): JsonSchema | undefined {
  if (step === undefined || schema === undefined) return schema;
  const inner: unknown = typeof step === "number" ? schema.items : Object(schema.properties)[step];
  return typeof inner === "object" && inner !== null ? schemaAt(inner as JsonSchema, rest) : undefined;
}
