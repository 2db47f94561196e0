// What can be chosen about the sample data, with the defaults that give the original files.
import * as z from "zod";
import { originalData } from "./search-days.ts";

const wholeNumber = (low: number, high: number) => {
  const message = `must be one whole number from ${low} to ${high}`;
  return z.int(message).min(low, message).max(high, message);
};

// Dates in this form compare as text.
const day = z.iso
  .date({ error: "must be one date such as 2021-07-02", abort: true })
  .refine(
    (date) => date >= originalData.from && date <= "2099-12-31",
    `must be between ${originalData.from} and 2099-12-31`,
  );

/** Checks the options and fills in the defaults. */
export const sampleDataOptions = z
  .object({
    /** Directory that plays the object store; each folder in it is a bucket. */
    store: z
      .string("must be one directory; write ./2021 when its name is a number")
      .min(1, "must not be empty"),
    bucket: z
      .string("must be one bucket name")
      .regex(
        /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "must be 3 to 63 lower-case letters, digits, dots and hyphens",
      )
      .default("user-incoming-bucket"),
    /** First and last day to write, both included. */
    from: day.default(originalData.from),
    to: day.default(originalData.to),
    usersPerDay: wholeNumber(1, 100_000_000).default(originalData.usersPerDay),
    seed: wholeNumber(0, 2 ** 32 - 1).default(originalData.seed),
    /** How each CSV is packed; the end of the file's name follows. */
    format: z.enum(["zip", "gz", "csv"], "must be zip, gz or csv").default("zip"),
    /** Writes days that exist already once more. */
    force: z.boolean("must be given without a value").default(false),
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "must not be before the first day" });

export type SampleDataOptions = z.input<typeof sampleDataOptions>;
export type CheckedSampleDataOptions = z.output<typeof sampleDataOptions>;
export type SampleDataFormat = CheckedSampleDataOptions["format"];
