// Finds the name that was meant where one was mistyped.
import { closest, distance } from "fastest-levenshtein";

/** The nearest of the known names; undefined when none is near. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, name.length / 3) ? nearest : undefined;
}
