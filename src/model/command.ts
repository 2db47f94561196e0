// How a person calls Windsock in whatever project they are in; messages and generated files name it.

export const windsockCommand = "npx windsock";

/** Writes the generated folder anew. */
export const buildCommand = `${windsockCommand} build`;

/** Makes a project, or adds to one what it lacks. */
export const initCommand = `${windsockCommand} init`;
