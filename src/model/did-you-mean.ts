// Guesses what somebody meant who mistyped a name.
import { closest, distance } from "fastest-levenshtein";

/** The known name that was likely meant, as a question with a space behind it; empty when none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(name, known);
  return distance(name, nearest) <= Math.max(2, name.length / 3) ? `Did you mean ${nearest}? ` : "";
}
