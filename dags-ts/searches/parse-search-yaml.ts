// Reads the user_data of the site's older export: a little YAML, its line ends written as two backslashes and
// an n.
//
//     user_data   = "--- []" NEXT  |  "---" NEXT search+
//     search      = "- " field ("  " field)*
//     field       = ":" name ":" [" " value] NEXT nested*
//     nested      = "  - " listing id NEXT  |  "    :" name ":" [" " value] NEXT
//     value       = any characters but "\"
//
// `listings` lists the listings' ids, of which the number counts here; `type` is nested in `recommended`.
import { MalformedRowError } from "./malformed-row-error.ts";
import { numberOrText, type Search, toSearch } from "./search.ts";

const nextMark = String.raw`\\n`;
const fieldPattern = /^(- | {2}):([a-z]\w*):(?: ([^\\]*))?$/i;
const nestedFieldPattern = /^ {4}:([a-z]\w*):(?: ([^\\]*))?$/i;
const listingPattern = /^ {2}- \d+$/;

/** Whether the text is in this dialect, told by its first characters. */
export function isSearchYaml(userData: string): boolean {
  return userData.startsWith("---");
}

/**
 * The searches of one user, in order.
 *
 * @throws {MalformedRowError} when the text breaks the grammar or a field holds what it must not
 */
export function parseSearchYaml(userData: string): Search[] {
  if (userData === `--- []${nextMark}`) return [];
  const lines = userData.split(nextMark);
  if (lines.shift() !== "---" || lines.pop() !== "" || lines.length === 0) throw brokenYaml();
  const searches: YamlSearch[] = [];
  for (const line of lines) {
    if (line.startsWith("- ")) searches.push(new YamlSearch());
    const search = searches.at(-1);
    if (search === undefined) throw brokenYaml();
    search.addLine(line);
  }
  return searches.map((search) => search.finish());
}

/** A search whose lines are being read. */
class YamlSearch {
  readonly #fields = new Map<string, string>();
  readonly #recommended = new Map<string, string>();
  #listings = 0;
  #openField = "";

  addLine(line: string): void {
    if (this.#openField === "listings" && listingPattern.test(line)) {
      this.#listings += 1;
      return;
    }
    const nested = nestedFieldPattern.exec(line);
    if (nested !== null && this.#openField === "recommended") {
      setOnce(this.#recommended, nested[1], nested[2]);
      return;
    }
    const [, , name, value] = fieldPattern.exec(line) ?? [];
    setOnce(this.#fields, name, value);
    this.#openField = value === undefined ? (name ?? "") : "";
  }

  finish(): Search {
    const texts = new Map(this.#fields);
    const listings = texts.get("listings") ?? "[]";
    if (listings !== "" && listings !== "[]") throw new MalformedRowError("listings is not a list");
    texts.set("listings", String(this.#listings));
    const search = toSearch(texts.set("type", this.#recommended.get("type") ?? ""));
    if (!texts.has("recommended")) return search;
    const recommended = Array.from(this.#recommended, ([name, text]) => [name, numberOrText(text)]);
    return { ...search, recommended: Object.fromEntries(recommended) };
  }
}

function setOnce(fields: Map<string, string>, name: string | undefined, value = ""): void {
  if (name === undefined) throw brokenYaml();
  if (fields.has(name)) throw new MalformedRowError("a search has a field twice");
  fields.set(name, value);
}

function brokenYaml(): MalformedRowError {
  return new MalformedRowError("user_data is not the YAML of the older export");
}
