// Draws charts without a browser.
import { parse, type Spec, View } from "vega";
import { compile } from "vega-lite";
import { escapeText } from "../page/html.ts";
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
  const { spec: vega } = compile(spec);
  const view = new View(parse(vega), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  // What a chart says, its description says; nobody wants to hear all its parts.
  return { name, alt, vega, svg: svg.replace("<svg ", `<svg role="img" aria-label="${escapeText(alt)}" `) };
}
