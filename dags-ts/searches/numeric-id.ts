// Which ids of users are numbers: those that are written as one, and short enough for it to be exact.

/** From 0 to 10^15, without leading zeros. */
export const numericId = /^(?:0|[1-9]\d{0,14})$/;
