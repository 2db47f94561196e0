// Files that are imported as the text they are.
declare module "*/vega.min.js" {
  const text: string;
  export default text;
}
declare module "*/hydrate.js" {
  const text: string;
  export default text;
}
