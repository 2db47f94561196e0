// Takes what the code of a task says of the events of its outlets.
import { keyOf, type OutletModel } from "../model/dag/asset.ts";
import type { JsonValue } from "../model/json.ts";
import type { OutletUpdate } from "../model/run/task-protocol.ts";
import { isPlainObject, toJson } from "../model/to-json.ts";
import type { AnyAsset, AssetAlias } from "../sdk/asset.ts";
import { outletModel } from "../sdk/asset-model.ts";
import { AirflowFailException } from "../sdk/outcome.ts";
import { checkValue } from "./check-value.ts";

/** An {@link OutletEvents} for the code; its types are a matter of the code alone. */
export class SaidUpdates {
  readonly #outlets: readonly OutletModel[] | undefined;
  readonly #said: { readonly outlet: AnyAsset | AssetAlias; readonly update: OutletUpdate }[] = [];

  /** @param outlets of the task; undefined where code runs without one, and may have any */
  constructor(outlets: readonly OutletModel[] | undefined) {
    this.#outlets = outlets;
  }

  readonly add = (alias: AssetAlias<never>, updated: AnyAsset, extra: unknown = {}): void => {
    const key = this.#keyOf(alias);
    const { uri, name, extra: own } = outletModel(updated) as Extract<OutletModel, { kind: "asset" }>;
    const asset = { uri, ...(name !== undefined && { name }), ...(own && { extra: own }) };
    this.#said.push({ outlet: alias, update: { outlet: key, asset, extra: jsonObject(extra, key) } });
  };

  readonly set = (outlet: AnyAsset, extra: unknown): void => {
    const key = this.#keyOf(outlet);
    const before = this.#said.findIndex(({ update }) => update.outlet === key);
    if (before >= 0) this.#said.splice(before, 1);
    this.#said.push({ outlet, update: { outlet: key, extra: jsonObject(extra, key) } });
  };

  /** @throws {AirflowFailException} when an extra does not fit the schema of its outlet */
  async taken(): Promise<readonly OutletUpdate[]> {
    for (const { outlet, update } of this.#said) {
      const what = `What is said of an update of ${update.outlet} does not fit its schema`;
      await checkValue(outlet.schema, update.extra, what);
    }
    return this.#said.map(({ update }) => update);
  }

  #keyOf(outlet: AnyAsset | AssetAlias): string {
    const key = keyOf(outletModel(outlet));
    if (this.#outlets && !this.#outlets.some((own) => keyOf(own) === key)) {
      throw new AirflowFailException(
        `The task says something of an update of ${key}, which is none of its outlets. Add it to the task's options: ` +
          "{ outlets: [...] }.",
      );
    }
    return key;
  }
}

function jsonObject(extra: unknown, key: string): JsonValue {
  if (!isPlainObject(extra)) {
    throw new AirflowFailException(
      `What is said of an update of ${key} is no object. Write one: { rows: 3 }.`,
    );
  }
  try {
    return toJson(extra, "extra");
  } catch (cause) {
    throw new AirflowFailException(`${key}: ${(cause as Error).message}`);
  }
}
