// Numbers and dates as people read them.

/** Such as `12,345`. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** Such as `12.3`; whole numbers without a fraction. */
export function decimal(value: number, digits = 1): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** Such as `+1.53` or `−0.66`. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** Such as `+28.6 %`; a dash where there is nothing to compare with. */
export function change(before: number, after: number): string {
  return before === 0 ? "–" : `${signed((after / before - 1) * 100, 1)}\u00a0%`;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${decimal((part / whole) * 100)}\u00a0%`;
}

/** A chance, such as `0.60`; small ones as `< 0.001`. */
export function chance(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(p < 0.01 ? 3 : 2);
}

const formats = {
  short: { day: "numeric", month: "long" },
  long: { day: "numeric", month: "long", year: "numeric" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
} as const;

/** `12 July`, `12 July 2021` or `Mon, 12 Jul`. */
export function date(day: string, format: keyof typeof formats = "short"): string {
  return new Date(day).toLocaleDateString("en-GB", { ...formats[format], timeZone: "UTC" });
}

/** `24 November 2026, 06:35 UTC`. */
export function instant(time: string): string {
  return `${date(time, "long")}, ${time.slice(11, 16)} UTC`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** The days, with runs of them drawn together: `3 July, 5 July to 8 July and 10 July`. */
export function days(all: readonly string[]): string {
  const runs: [string, string][] = [];
  for (const day of all) {
    const run = runs.at(-1);
    if (run && Date.parse(day) - Date.parse(run[1]) === 86_400_000) run[1] = day;
    else runs.push([day, day]);
  }
  return list(
    runs.map(([first, last]) => (first === last ? date(first) : `${date(first)} to ${date(last)}`)),
  );
}

/** The names of types as the page has them. */
export function typeName(type: string): string {
  return type === "Sales" ? "Sale" : type === "" ? "No type" : type;
}
