// Draws charts without a browser.
import type { Spec } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { escapeText } from "../presentation/html.ts";
import { type Chart, widths } from "./chart.ts";

export interface DrawnChart {
  readonly name: string;
  readonly alt: string;
  readonly wide: Drawing;
  readonly narrow: Drawing;
}

export interface Drawing {
  /** For the page: its colours are the page's. */
  readonly svg: string;
  /** For Vega's runtime in a browser. */
  readonly vega: Spec;
}

/** The same chart gives the same bytes. */
export async function draw({ name, alt, spec }: Chart): Promise<DrawnChart> {
  const wide = await drawAt(spec(widths.wide), name, alt);
  const narrow = await drawAt(spec(widths.narrow), `${name}-narrow`, alt);
  return { name, alt, wide, narrow };
}

async function drawAt(spec: TopLevelSpec, idPrefix: string, alt: string): Promise<Drawing> {
  // Evaluating Vega takes longer than starting Node: a task that ends before it draws does not pay for it.
  const [{ parse, resetSVGDefIds, View }, { compile }] = await Promise.all([
    import("vega"),
    import("vega-lite"),
  ]);
  const { spec: vega } = compile(spec);
  const view = new View(parse(vega), { renderer: "none" });
  resetSVGDefIds();
  const svg = await view.toSVG();
  view.finalize();
  return { vega, svg: described(withOwnIds(svg, idPrefix), alt) };
}

function described(svg: string, alt: string): string {
  return svg.replace("<svg ", `<svg role="img" aria-label="${escapeText(alt)}" `);
}

/** Ids count from 0 in each drawing, and a page has several. */
function withOwnIds(svg: string, prefix: string): string {
  return svg.replaceAll(/(id="|url\(#)((?:clip|gradient|pattern)_?\d+)/g, `$1${prefix}-$2`);
}
