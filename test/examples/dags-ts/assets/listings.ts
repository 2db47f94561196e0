import { asset } from "windsock";
import * as z from "zod";

export const listings = asset("s3://shop/listings", z.object({ rows: z.int() }));
