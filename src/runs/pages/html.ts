// HTML that is safe by how it is made: whatever is put into a template is text, unless it came from one.
import { markup } from "../../show/markup.ts";

/** Text that is HTML. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What is no text leaves nothing. */
type Part = Html | string | number | null | undefined | false | readonly Part[];

/** A template whose parts are escaped, in attributes as well. Attributes are in double quotes. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(texts.map((text, index) => text + written(parts[index] ?? null)).join(""));
}

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(written).join("");
  return markup(String(part));
}
