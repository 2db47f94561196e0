// The searches with the most clicks.
import type { PeriodSearch } from "../figures/merge-searches.ts";
import { count, typeName } from "../presentation/format.ts";
import { type Chart, config, fit, typeColours } from "./chart.ts";

export function topSearches(top: readonly PeriodSearch[]): Chart {
  const [best] = top;
  const values = top.map(({ searchId, type, clicks, days }) => ({
    search: String(searchId),
    type: typeName(type),
    clicks,
    days,
  }));
  return {
    name: "top-searches",
    alt: best
      ? `Bars of the ${top.length} searches with the most clicks. First is search ${best.searchId} with ${count(best.clicks)}.`
      : "There are no valid searches.",
    spec: (width) => ({
      width,
      autosize: fit,
      height: 24 * top.length,
      config,
      data: { values },
      encoding: {
        y: {
          field: "search",
          type: "nominal",
          sort: null,
          title: "search",
          axis: { ticks: false, domain: false },
        },
        x: { field: "clicks", type: "quantitative", title: "clicks", axis: { tickMinStep: 1, tickCount: 6 } },
      },
      layer: [
        {
          mark: { type: "bar", cornerRadiusEnd: 2 },
          encoding: {
            color: { field: "type", type: "nominal", scale: typeColours },
            tooltip: [
              { field: "search", title: "Search" },
              { field: "type", title: "Type" },
              { field: "clicks", type: "quantitative", format: ",", title: "Clicks" },
              { field: "days", type: "quantitative", title: "Days" },
            ],
          },
        },
        {
          mark: { type: "text", align: "left", dx: 5 },
          encoding: { text: { field: "clicks", type: "quantitative", format: "," } },
        },
      ],
    }),
  };
}
