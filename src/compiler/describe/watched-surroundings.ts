// Notices what modules ask of their surroundings while they are evaluated: the environment, the clock and chance.
import { syncBuiltinESMExports } from "node:module";
import type { Position } from "../../model/problem.ts";
import type { Asked } from "./asked.ts";
import { watchFiles, watchOthers } from "./watched-modules.ts";

/** Something that user code asked for, and where it did first. */
export interface Reading {
  readonly kind: "environment" | "clock" | "chance";
  /** The name of the variable, or of the function. */
  readonly name: string;
  readonly position: Position;
  /** The DAG module that was evaluated then, which need not be where the position is. */
  readonly module: string;
}

/** What is otherwise than it is, to see what comes of it. */
export interface OtherSurroundings {
  /** Values of variables; null for one that is not set. */
  readonly env: Readonly<Record<string, string | null>>;
  /** How far the clock is ahead, in milliseconds. */
  readonly ahead: number;
}

/** User code that asks for the time in a loop is looked at that often. */
const mostLooks = 100;

export class Surroundings {
  readonly #readings = new Map<string, Reading>();
  readonly #variables = new Set<string>();
  readonly #files = new Set<string>();
  readonly #restless = new Set<string>();
  readonly #looks = new Map<string, number>();
  readonly #locate: (stack: string) => Position | null;
  /** The DAG module that is evaluated. */
  module = "";

  /** @param locate the place in user code that a stack leads to; null when it leads to none */
  constructor(locate: (stack: string) => Position | null) {
    this.#locate = locate;
  }

  get readings(): readonly Reading[] {
    return [...this.#readings.values()];
  }

  get asked(): Asked {
    return { variables: [...this.#variables], files: [...this.#files], restless: [...this.#restless] };
  }

  /** Puts watched twins in the place of `process.env`, `Date` and `Math.random`. */
  watch({ env, ahead }: OtherSurroundings): void {
    for (const [name, value] of Object.entries(env)) {
      if (value === null) delete process.env[name];
      else process.env[name] = value;
    }
    const watched = new Proxy(process.env, {
      get: (target, name) => {
        if (typeof name === "string") this.#note("environment", name);
        return Reflect.get(target, name);
      },
      has: (target, name) => {
        if (typeof name === "string") this.#note("environment", name);
        return Reflect.has(target, name);
      },
      getOwnPropertyDescriptor: (target, name) => {
        if (typeof name === "string") this.#variables.add(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
      ownKeys: (target) => {
        this.#variables.add("*");
        return Reflect.ownKeys(target);
      },
    });
    Object.defineProperty(process, "env", { value: watched, configurable: true, writable: true });
    watchFiles((file) => this.#files.add(file));
    watchOthers(() => this.#restless.add(this.module));
    // For `import { env } from "node:process"`.
    syncBuiltinESMExports();
    const { random } = Math;
    Math.random = () => {
      this.#note("chance", "Math.random()");
      return random();
    };
    this.#watchClock(ahead);
  }

  #watchClock(ahead: number): void {
    const RealDate = Date;
    const now = (name: string) => {
      this.#note("clock", name);
      return RealDate.now() + ahead;
    };
    const nowOfDate = () => now("Date.now()");
    globalThis.Date = new Proxy(RealDate, {
      get: (target, name) => (name === "now" ? nowOfDate : Reflect.get(target, name)),
      apply: () => new RealDate(now("Date()")).toString(),
      construct: (target, given, maker) =>
        Reflect.construct(
          target,
          given.length === 0 ? [now("new Date()")] : given,
          maker === globalThis.Date ? target : maker,
        ),
    });
  }

  #note(kind: Reading["kind"], name: string): void {
    const { module } = this;
    if (kind === "environment") this.#variables.add(name);
    const key = `${kind} ${name} ${module}`;
    const looks = this.#looks.get(key) ?? 0;
    if (this.#readings.has(key) && (kind === "environment" || looks >= mostLooks)) return;
    this.#looks.set(key, looks + 1);
    const stack = new Error("").stack ?? "";
    // Node itself reads variables, too, on behalf of whoever loads a module.
    const [, , , reader = ""] = stack.split("\n");
    if (/\bnode:internal\//.test(reader)) return;
    const position = this.#locate(stack);
    if (!position) return;
    if (kind !== "environment") this.#restless.add(module).add(position.file);
    if (!this.#readings.has(key)) this.#readings.set(key, { kind, name, position, module });
  }
}
