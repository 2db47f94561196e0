// Draws charts without a browser.
import type { Spec } from "vega";
import { escapeText } from "../presentation/html.ts";
import type { Chart } from "./chart.ts";

export interface DrawnChart {
  readonly name: string;
  readonly alt: string;
  /** For the page: its colours are the page's. */
  readonly svg: string;
  /** For Vega's runtime in a browser. */
  readonly vega: Spec;
}

/** The same chart gives the same bytes. */
export async function draw({ name, alt, spec }: Chart): Promise<DrawnChart> {
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
  return { name, alt, vega, svg: described(withOwnIds(svg, name), alt) };
}

function described(svg: string, alt: string): string {
  return svg.replace("<svg ", `<svg role="img" aria-label="${escapeText(alt)}" `);
}

/** Ids count from 0 in each drawing, and a page has several. */
function withOwnIds(svg: string, name: string): string {
  return svg.replaceAll(/(id="|url\(#)((?:clip|gradient|pattern)_?\d+)/g, `$1${name}-$2`);
}
