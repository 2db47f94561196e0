// Chooses how a run is shown: live in a terminal, plain lines elsewhere.
import picocolors from "picocolors";
import { LiveProgress } from "./live-progress.ts";
import { PlainProgress } from "./plain-progress.ts";
import type { Progress, ProgressOptions } from "./progress.ts";

export function createProgress(options: ProgressOptions): Progress {
  const { env, stdout } = options;
  // Some pseudo-terminals have no size, and nothing can be drawn on them.
  const canDraw = stdout.isTTY === true && stdout.rows !== 0 && env.TERM !== "dumb";
  const live = canDraw && !options.isPlain && !env.CI && !env.NO_COLOR;
  const colors = picocolors.createColors(live);
  return live ? new LiveProgress(options, colors) : new PlainProgress(options, colors);
}
