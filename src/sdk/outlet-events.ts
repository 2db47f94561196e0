// What a task says itself of the events of its outlets.
import type { AnyAsset, Asset, AssetAlias } from "./asset.ts";

/**
 * What a task says of the events of its outlets, in place of what it returns. It counts when the task succeeds; a try that
 * fails has said nothing.
 */
export interface OutletEvents {
  /**
   * Says that an asset has been updated through an alias among the task's `outlets`.
   *
   * @param extra what the event carries, as the schema of the alias says. @default nothing
   * @throws AirflowFailException when the alias is none of the outlets, or the extra is no JSON object
   */
  add<Extra>(
    alias: AssetAlias<Extra>,
    updated: AnyAsset,
    ...extra: unknown extends Extra ? [extra?: object] : [extra: Extra]
  ): void;
  /**
   * Says what the event of an asset among the task's `outlets` carries.
   *
   * @throws AirflowFailException when the asset is none of the outlets, or the extra is no JSON object
   */
  set<Extra>(outlet: Asset<Extra>, extra: unknown extends Extra ? object : Extra): void;
}
