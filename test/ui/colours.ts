// How well colours of a page can be told apart, by WCAG 2.2.

/** Relative luminance of `rgb(...)`. */
export function brightness(colour: string | undefined): number {
  const [red = 0, green = 0, blue = 0] = (colour?.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. */
export function contrast(one: string | undefined, other: string | undefined): number {
  const [low = 0, high = 0] = [brightness(one), brightness(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
