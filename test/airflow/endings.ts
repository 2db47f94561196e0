// What becomes of tasks of the fixture DAG "endings", in Airflow and in the local runner alike.

/** What the log of each task that fails says, by its id. Each is tried twice. */
export const endings: Readonly<Record<string, RegExp>> = {
  exits_with_0: /ERROR +The task's code ended its process with process\.exit\(0\)\. A task ends by returning/,
  exits_with_1: /ended its process with process\.exit\(1\)/,
  exits_with_99: /ended its process with process\.exit\(99\)/,
  exits_with_255: /ended its process with process\.exit\(255\)/,
  exits_natively_with_99: /(exit|return) code 99/,
  ended_by_SIGKILL: /ended by SIGKILL/,
  ended_by_SIGSEGV: /ended by SIGSEGV/,
  aborts: /ended by SIGABRT/,
  rejects_unheard:
    /ERROR +A promise was rejected, and nothing waits for it .*: Error: nobody listens to this promise/,
  throws_later: /ERROR +Thrown where nothing waits for it .*: Error: nobody catches this error/,
  emits_error: /ERROR +Thrown where nothing waits for it .*: Error: nobody listens to this event/,
  waits_for_nothing: /waits for a promise that nothing can settle/,
};

/** What the log says of results that Airflow cannot store. Nothing is tried twice. */
export const refusals: Readonly<Record<string, RegExp>> = {
  returns_nul: /output\.deep\[0\] holds a NUL character/,
  returns_half_emoji: /output\.deep\[0\] holds half of a character/,
  returns_rounded: /output\.deep\[0\] is an integer beyond 2\^53/,
  returns_reserved: /output\.deep\[0\] has the key __classname__, which Airflow reserves/,
};
