// Every chart of a report.
import { daysBetween } from "../../days/days.ts";
import type { Figures } from "../figures/figures.ts";
import { audienceSegments } from "./audience-segments.ts";
import type { Chart } from "./chart.ts";
import { fewerClicks } from "./fewer-clicks.ts";
import { perDay } from "./per-day.ts";
import { scores } from "./scores.ts";
import { topSearches } from "./top-searches.ts";
import { typesPerDay } from "./types-per-day.ts";
import { weekDays } from "./week-days.ts";

/** Those that have something to show. */
export function allCharts(figures: Figures): Chart[] {
  const { trends, rows, missing, unique, compared, audience } = figures;
  return [
    perDay("searches-per-day", "valid searches", trends.searches, missing),
    perDay("users-per-day", "users", trends.users, missing),
    typesPerDay(rows, daysBetween(figures.first, figures.last)),
    ...(unique.top.length > 0 ? [topSearches(unique.top)] : []),
    ...(trends.searches.tooFew ? [] : [scores(trends.searches), weekDays(trends.searches)]),
    ...(compared.length > 0 ? [fewerClicks(figures)] : []),
    ...(audience ? [audienceSegments(audience.users)] : []),
  ];
}
