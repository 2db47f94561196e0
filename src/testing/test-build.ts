/** What `context.build` is in a test, where nothing is built. */
export const testBuild = "test";
