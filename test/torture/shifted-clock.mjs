// Loaded into a runner and its tasks, sets their clocks by CLOCK_SHIFT milliseconds.
const shift = Number(process.env.CLOCK_SHIFT);

globalThis.Date = new Proxy(Date, {
  construct: (date, args) => Reflect.construct(date, args.length === 0 ? [date.now() + shift] : args),
  get: (date, name) => (name === "now" ? () => date.now() + shift : Reflect.get(date, name)),
});
