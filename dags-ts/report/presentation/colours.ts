// The colours of charts and page, by what they stand for. Blue, vermilion and grey differ to every eye and on grey
// paper (M. Okabe and K. Ito, "Color Universal Design", 2008).

export const light = {
  ink: "#1b2330",
  muted: "#596373",
  grid: "#e2e6ec",
  paper: "#ffffff",
  panel: "#f5f7fa",
  band: "#dbe9f4",
  rental: "#0072b2",
  sale: "#d55e00",
  none: "#737d8c",
  main: "#0072b2",
  other: "#8a3d91",
  flag: "#b3261e",
} as const;

const dark: Record<keyof typeof light, string> = {
  ink: "#e8ecf2",
  muted: "#a8b2c1",
  grid: "#37404d",
  paper: "#151a21",
  panel: "#1e252e",
  band: "#21384b",
  rental: "#56b4e9",
  sale: "#ff9142",
  none: "#a3adbb",
  main: "#56b4e9",
  other: "#d79be0",
  flag: "#ff8a80",
};

export type Colour = keyof typeof light;

/** As charts name it; the page defines it, for light and for dark screens. */
export function colour(name: Colour): string {
  return `var(--${name})`;
}

/** The page's definitions. Paper is always light. */
export const colourStyle = `
:root { color-scheme: light dark; ${declarations(light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${declarations(dark)} } }`;

/** For a chart in a file of its own, without the page that defines the colours: it gets the light ones. */
export function withLightColours(svg: string): string {
  return svg.replaceAll(/var\(--(\w+)\)/g, (reference, name: string) =>
    Object.hasOwn(light, name) ? light[name as Colour] : reference,
  );
}

function declarations(colours: Record<Colour, string>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");
}
