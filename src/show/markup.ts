// Text in HTML and SVG.

/** Text that stands for itself, between tags and in quotes; what XML has no place for is replaced. */
export function markup(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\P{Cc}]|[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
