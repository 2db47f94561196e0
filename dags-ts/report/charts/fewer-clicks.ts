// Users and emails a day at both numbers of clicks, side by side.
import type { Figures } from "../figures/figures.ts";
import { colour } from "../presentation/colours.ts";
import { count } from "../presentation/format.ts";
import { type Chart, config, dayAxis, dayTooltip, isNarrow } from "./chart.ts";

export function fewerClicks({ compared, clicks }: Pick<Figures, "compared" | "clicks">): Chart {
  const [now, other] = [`${clicks.now} clicks`, `${clicks.other} clicks`];
  const values = compared.flatMap(({ day, users, searches, otherUsers, otherSearches }) => [
    { day, what: "users", clicks: now, value: users },
    { day, what: "users", clicks: other, value: otherUsers },
    { day, what: "emails", clicks: now, value: searches },
    { day, what: "emails", clicks: other, value: otherSearches },
  ]);
  const emails = (key: "searches" | "otherSearches") => compared.reduce((sum, row) => sum + row[key], 0);
  return {
    name: "fewer-clicks",
    alt:
      `Two charts of lines, users and emails per day. Emails over these days: ${count(emails("searches"))} ` +
      `at ${now}, ${count(emails("otherSearches"))} at ${other}.`,
    // One chart is below the other where they have no room side by side; a grid's own width has no labels in it.
    spec: (width) => {
      const columns = isNarrow(width) ? 1 : 2;
      const part = (width - 140) / columns + (columns - 1) * 10;
      return {
        config,
        data: { values },
        columns,
        spacing: 40,
        facet: { field: "what", type: "nominal", sort: ["users", "emails"], title: null },
        spec: {
          width: part,
          height: 220,
          mark: { type: "line", point: { filled: true, size: 35 }, strokeWidth: 2 },
          encoding: {
            x: dayAxis(
              compared.map(({ day }) => day),
              part,
            ),
            y: { field: "value", type: "quantitative", title: "per day" },
            color: {
              field: "clicks",
              type: "nominal",
              scale: { domain: [now, other], range: [colour("main"), colour("other")] },
            },
            strokeDash: {
              field: "clicks",
              type: "nominal",
              scale: {
                domain: [now, other],
                range: [
                  [1, 0],
                  [5, 3],
                ],
              },
            },
            tooltip: [
              dayTooltip,
              { field: "clicks", title: "A valid search has" },
              { field: "what", title: "What" },
              { field: "value", type: "quantitative", format: ",", title: "Per day" },
            ],
          },
        },
        resolve: { axis: { x: "independent", y: "independent" } },
      };
    },
  };
}
