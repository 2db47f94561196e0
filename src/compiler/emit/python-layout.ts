// Lays Python expressions out the way `ruff format` does: on one line where it fits, else one item a line.
import { pythonString } from "./python-literal.ts";

/** Columns of a line, ruff's default. */
export const lineWidth = 88;

/** An expression that can be written on one line or on several. */
export type Layout =
  | { readonly kind: "atom"; readonly source: string }
  | { readonly kind: "text"; readonly parts: readonly string[] }
  | {
      readonly kind: "group";
      readonly open: string;
      readonly items: readonly Item[];
      readonly close: string;
    }
  /** A call of a method of what another call returns. */
  | { readonly kind: "chain"; readonly first: Layout; readonly next: Layout };

interface Item {
  /** `name=` of a keyword, `"key": ` of a dict entry, or nothing. */
  readonly label: string;
  readonly value: Layout;
}

/** Python source as it is. */
export const atom = (source: string): Layout => ({ kind: "atom", source });

/** A string, whose parts go on lines of their own where one line does not hold them. */
export const text = (parts: readonly string[]): Layout => ({ kind: "text", parts });

export const list = (values: readonly Layout[]): Layout => ({
  kind: "group",
  open: "[",
  items: values.map((value) => ({ label: "", value })),
  close: "]",
});

/** A set; an empty one is a call. */
export const set = (values: readonly Layout[]): Layout =>
  values.length === 0
    ? atom("set()")
    : { kind: "group", open: "{", items: values.map((value) => ({ label: "", value })), close: "}" };

export const dict = (entries: readonly (readonly [string, Layout])[]): Layout => ({
  kind: "group",
  open: "{",
  items: entries.map(([key, value]) => ({ label: `${pythonString(key)}: `, value })),
  close: "}",
});

/** A call; positional arguments come first, those of a mapping (`**name`) where keywords do. */
export const call = (
  callee: string,
  keywords: readonly (readonly [string, Layout])[],
  positional: readonly Layout[] = [],
): Layout => ({
  kind: "group",
  open: `${callee}(`,
  items: [
    ...positional.map((value) => ({ label: "", value })),
    ...keywords.map(([name, value]) => ({ label: name === "**" ? name : `${name}=`, value })),
  ],
  close: ")",
});

/** `first(...).method(...)` */
export const chained = (
  first: Layout,
  method: string,
  keywords: readonly (readonly [string, Layout])[],
): Layout => ({ kind: "chain", first, next: call(`.${method}`, keywords) });

/**
 * The source of an expression.
 *
 * @param indent columns its line is indented by
 * @param before what stands before it on its line, the indent included
 * @param after columns taken by what follows it on its last line
 */
export function layOut(layout: Layout, indent: number, before: number, after: number): string {
  const oneLine = flat(layout);
  if (before + oneLine.length + after <= lineWidth) return oneLine;
  if (layout.kind === "chain") return layOutChain(layout, indent, before, after);
  const inner = " ".repeat(indent + 4);
  if (layout.kind === "text" && layout.parts.length > 1) {
    const whole = inner.length + oneLine.length <= lineWidth;
    const lines = (whole ? [layout.parts.join("")] : layout.parts).map(
      (part) => `${inner}${pythonString(part)}\n`,
    );
    return `(\n${lines.join("")}${" ".repeat(indent)})`;
  }
  if (layout.kind !== "group" || layout.items.length === 0) return oneLine;
  const lines = layout.items.map(({ label, value }) => {
    const source = layOut(value, indent + 4, indent + 4 + label.length, 1);
    return `${inner}${label}${source},\n`;
  });
  return `${layout.open}\n${lines.join("")}${" ".repeat(indent)}${layout.close}`;
}

/** As many of the two calls as fit on their line are on one. */
function layOutChain(
  { first, next }: Layout & { kind: "chain" },
  indent: number,
  before: number,
  after: number,
): string {
  const opening = next.kind === "group" ? next.open.length : 0;
  const head = layOut(first, indent, before, opening);
  const last = head.includes("\n") ? head.length - head.lastIndexOf("\n") - 1 : before + head.length;
  return head + layOut(next, indent, last, after);
}

/** The expression on one line. */
function flat(layout: Layout): string {
  if (layout.kind === "atom") return layout.source;
  if (layout.kind === "text") return pythonString(layout.parts.join(""));
  if (layout.kind === "chain") return flat(layout.first) + flat(layout.next);
  return layout.open + layout.items.map(({ label, value }) => label + flat(value)).join(", ") + layout.close;
}
