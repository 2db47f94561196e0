// How much memory the clean step takes, from 1 MB of source to 4 GB.
import type { Part } from "./bench.ts";
import { cleanTask, connectionEnv, folderConnection, ours } from "./clean-task.ts";
import { runContest } from "./contest.ts";
import { makeInput, sizes } from "./inputs.ts";

export const memory: Part = {
  name: "memory",
  title: "Memory from 1 MB to 4 GB",
  about: "Peak memory of the clean step's whole process, plain directory to plain directory.",
  baseline: ours,
  async run(bench) {
    const { tiny, day, megabyte, tenMegabytes, hundredMegabytes, gigabyte, fourGigabytes } = sizes;
    const curve = [megabyte, tenMegabytes, hundredMegabytes, gigabyte, fourGigabytes];
    const contests = [];
    for (const size of bench.quick ? [tiny, day] : curve) {
      const input = await makeInput(bench, size, "csv");
      const work = cleanTask(input.key, connectionEnv(folderConnection));
      contests.push(await runContest(bench, { title: size.name, contestants: [{ name: ours, work }] }));
    }
    return { contests, bounds: [] };
  },
};
