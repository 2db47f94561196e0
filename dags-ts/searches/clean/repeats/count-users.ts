// The first pass: every row is kept, and users are counted, to see whether one comes twice.
import { type Pass, type ValidRow, type Verdict, verdicts } from "./pass.ts";
import { SeenUsers } from "./seen-users.ts";

export class CountUsers implements Pass {
  readonly users = null;
  readonly usersCountedTwice = null;
  isVain = false;
  readonly #seen = new SeenUsers();

  decide({ user }: ValidRow): Verdict {
    if (this.#seen.add(user)) this.isVain = true;
    return verdicts.kept;
  }

  /** A row can only repeat another one when its user came twice. */
  isFinal(): boolean {
    return !this.isVain && this.#seen.count() === this.#seen.rows;
  }

  /** Gives up memory and disk. */
  close(): void {
    this.#seen.close();
  }
}
