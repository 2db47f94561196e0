// Loaded into each Node of the test: no chance, and always the same day. fixed_circumstances.py does it for Airflow's
// own examples.
const now = Date.parse(process.env.FIXED_NOW);
Math.random = () => 0;
globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length === 0 ? [now] : args));
  }
  static now() {
    return now;
  }
};
