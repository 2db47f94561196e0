// Writes HTML: text that is put in is escaped, whatever it holds, and only HTML made here is not.

/** Text that is HTML. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Html | string | number | null | readonly Content[];

/** HTML with content put in; a list is put in item by item, null is nothing. */
export function html(texts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(
    texts
      .map((text, index) => text + (index < contents.length ? render(contents[index] ?? null) : ""))
      .join(""),
  );
}

/** Data for a script of the page. No tag can begin in it. */
export function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

export function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function render(content: Content): string {
  if (content === null) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return escapeText(String(content));
}
