// Asks what somebody meant who mistyped a name.
import { closestName } from "./closest-name.ts";

/** The known name that was likely meant, as a question with a space behind it; empty when none is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = closestName(name, known);
  return nearest === undefined ? "" : `Did you mean ${nearest}? `;
}
