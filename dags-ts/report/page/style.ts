// The page's looks: on screens of any width, by day, by night and on paper.
import { colourStyle } from "../presentation/colours.ts";

export const style = `${colourStyle}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 2.1rem; line-height: 1.15; margin: 0; letter-spacing: -0.02em; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.4rem; }
p { margin: 0.4rem 0; }
.period { color: var(--muted); font-size: 1.1rem; margin: 0.25rem 0 1.5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.75rem; margin: 0; }
.tiles div { background: var(--panel); border-radius: 0.6rem; padding: 0.9rem 1rem; display: flex;
  flex-direction: column; }
.tiles dd { margin: 0; font-size: 1.7rem; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tiles dt { color: var(--muted); font-size: 0.9rem; }
.tiles dd small { display: block; color: var(--muted); font-size: 0.85rem; font-weight: 400; letter-spacing: 0; }
.notices { margin-top: 1.25rem; border-left: 4px solid var(--flag); background: var(--panel); padding: 0.8rem 1.1rem;
  border-radius: 0 0.6rem 0.6rem 0; overflow-wrap: anywhere; }
.notices h2 { font-size: 1rem; }
.notices ul { margin: 0; padding-left: 1.1rem; }
section { margin-top: 2.75rem; }
.answer { font-size: 1.08rem; }
.note, footer { color: var(--muted); font-size: 0.88rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--grid); padding-top: 1rem; }
.chart { margin: 1rem 0 0.5rem; position: relative; }
.drawing svg { display: block; width: 100%; height: auto; }
.drawing .vega-bind, .drawing details { display: none; }
.drawing.narrow { display: none; }
@media screen and (max-width: 34rem) { .drawing.wide { display: none; } .drawing.narrow { display: block; } }
a { color: var(--main); }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--main); font-size: 0.92rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.6rem 0; font-size: 0.92rem; width: 100%; font-variant-numeric: tabular-nums; }
.place { color: var(--muted); font-size: 0.88rem; overflow-wrap: anywhere; }
th, td { padding: 0.3rem 0.7rem; border-bottom: 1px solid var(--grid); text-align: left; }
th { color: var(--muted); font-weight: 600; }
td:first-child { white-space: nowrap; }
@media screen and (max-width: 34rem) { table { font-size: 0.8rem; } th, td { padding: 0.3rem 0.3rem; } }
th.number, td.number { text-align: right; }
.tip { position: fixed; pointer-events: none; z-index: 1; background: var(--ink); color: var(--paper); padding: 0.4rem 0.6rem;
  border-radius: 0.35rem; font-size: 0.82rem; line-height: 1.4; box-shadow: 0 2px 10px rgb(0 0 0 / 30%); }
.tip b { font-weight: 600; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .tiles div, .notices { border: 1px solid var(--grid); }
  .chart, .tiles, tr, .notices { break-inside: avoid; }
  section { margin-top: 1.6rem; }
  .answer, .note { break-inside: avoid; }
  h2, .answer { break-after: avoid; }
  .download { display: none; }
  details:not([open]) { display: none; }
}
`;
