// The schemas of assets in the model, apart from their types: tasks that run know assets, and need no zod for that.
import * as z from "zod";
import { kindUnion } from "../kind-union.ts";
import type { AccessControl, AssetCondition, OutletModel, WatcherModel } from "./asset.ts";

export const accessControlSchema = z.object({
  producerTeams: z.array(z.string().regex(/\S/)).readonly().optional(),
  consumerTeams: z.array(z.string().regex(/\S/)).readonly().optional(),
  allowGlobal: z.boolean().optional(),
}) satisfies z.ZodType<AccessControl>;

const watcherSchema: z.ZodType<WatcherModel> = z.object({
  name: z.string(),
  className: z.string(),
  args: z.record(z.string(), z.json()),
});

const fields = {
  uri: z.string(),
  name: z.string().optional(),
  group: z.string().optional(),
  extra: z.record(z.string(), z.json()).optional(),
  accessControl: accessControlSchema.optional(),
  watchers: z.array(watcherSchema).readonly().optional(),
};

const alias = { name: z.string() };

export const outletSchema: z.ZodType<OutletModel> = kindUnion<OutletModel>({ asset: fields, alias });

export const assetConditionSchema: z.ZodType<AssetCondition> = z.lazy(() =>
  kindUnion<AssetCondition>({
    asset: fields,
    alias,
    all: { of: z.array(assetConditionSchema) },
    any: { of: z.array(assetConditionSchema) },
  }),
);
