// Where a peer is better than ours, in time or in memory; told as plainly as where it is not.
import { ours } from "./clean-task.ts";
import type { ContestResult, Standing } from "./contest.ts";
import type { Measured } from "./results.ts";
import { formatBytes, formatRatio, formatSeconds } from "./units.ts";

/** A Markdown list. Only contests that Windsock takes part in under its own name have a loser. */
export function losses(measured: readonly Pick<Measured, "result">[]): string {
  const lines = measured.flatMap(({ result }) => result.contests.flatMap(lossesIn));
  return lines.length > 0 ? lines.join("\n") : "Nowhere in what was measured.";
}

function lossesIn({ title, standings }: ContestResult): string[] {
  const own = standings.find(({ name }) => name === ours);
  if (!own) return [];
  return standings
    .filter(({ name, isLimit }) => !isLimit && !name.startsWith(ours))
    .flatMap((peer) => [...slower(title, own, peer), ...larger(title, own, peer)]);
}

function slower(title: string, own: Standing, peer: Standing): string[] {
  if (peer.seconds >= own.seconds) return [];
  const ratio = formatRatio(own.seconds / peer.seconds);
  return [
    `- ${title}: ${ratio} the time of ${peer.name} (${formatSeconds(own.seconds)}, ${formatSeconds(peer.seconds)})`,
  ];
}

function larger(title: string, own: Standing, peer: Standing): string[] {
  if (!(peer.peakBytes < own.peakBytes)) return [];
  const ratio = formatRatio(own.peakBytes / peer.peakBytes);
  return [
    `- ${title}: ${ratio} the memory of ${peer.name} (${formatBytes(own.peakBytes)}, ${formatBytes(peer.peakBytes)})`,
  ];
}
