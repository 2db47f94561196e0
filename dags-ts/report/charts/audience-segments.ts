// The last day's users by what they search for.
import { type Audience, segments } from "../figures/audience.ts";
import { colour } from "../presentation/colours.ts";
import { count, list } from "../presentation/format.ts";
import { type Chart, config, fit } from "./chart.ts";

export function audienceSegments(users: Audience): Chart {
  const values = segments.map((segment) => ({ segment, users: users[segment] }));
  return {
    name: "email-audience",
    alt: `Bars of users by segment: ${list(values.map((each) => `${count(each.users)} ${each.segment}`))}.`,
    spec: (width) => ({
      width,
      autosize: fit,
      height: 32 * segments.length,
      config,
      data: { values },
      encoding: {
        y: {
          field: "segment",
          type: "nominal",
          sort: [...segments],
          title: null,
          axis: { ticks: false, domain: false },
        },
        x: { field: "users", type: "quantitative", title: "users" },
      },
      layer: [
        {
          mark: { type: "bar", cornerRadiusEnd: 2 },
          encoding: {
            color: {
              field: "segment",
              type: "nominal",
              legend: null,
              scale: {
                domain: [...segments],
                range: [colour("rental"), colour("sale"), colour("other"), colour("none")],
              },
            },
            tooltip: [
              { field: "segment", title: "Segment" },
              { field: "users", type: "quantitative", format: ",", title: "Users" },
            ],
          },
        },
        {
          mark: { type: "text", align: "left", dx: 5 },
          encoding: { text: { field: "users", type: "quantitative", format: "," } },
        },
      ],
    }),
  };
}
