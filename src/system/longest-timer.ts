/** Milliseconds; a timer of Node that is to wait longer fires at once. */
export const longestTimer = 2_147_483_647;
