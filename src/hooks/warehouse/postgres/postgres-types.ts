// How column types become JavaScript values (the rules stand with `SqlRow`).
import { type CustomTypesConfig, types } from "pg";

type Parser = (text: string) => unknown;

const { builtins } = types;

/** Beyond 2^53 a number is no longer exact. */
const parseBigint: Parser = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
};

const asText: Parser = (text) => text;

/** The object ids of array types, which the driver has no names for: PostgreSQL's pg_type.dat. */
const arrays = { text: 1009, int8: 1016 };
const textLikeArrays = { timestamp: 1115, date: 1182, timestamptz: 1185, interval: 1187, numeric: 1231 };

const parseTextArray = (text: string): (string | null)[] => types.getTypeParser(arrays.text)(text);

const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [builtins.INT8, parseBigint],
  [builtins.DATE, asText],
  [builtins.TIMESTAMP, asText],
  [builtins.TIMESTAMPTZ, asText],
  [builtins.INTERVAL, asText],
  [arrays.int8, (text) => parseTextArray(text).map((item) => (item === null ? null : parseBigint(item)))],
  ...Object.values(textLikeArrays).map((id): [number, Parser] => [id, parseTextArray]),
]);

/** The driver's own parsers, but where these would shift or shorten a value. */
export const postgresTypes: CustomTypesConfig = {
  getTypeParser: (id, format) => {
    const own = format === "binary" ? undefined : parsers.get(id);
    return own ?? types.getTypeParser(id, format);
  },
};
