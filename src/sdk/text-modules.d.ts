// Files that a DAG or an operator imports as texts; the build puts the text into the bundles.

declare module "*.sql" {
  const text: string;
  export default text;
}

declare module "*.txt" {
  const text: string;
  export default text;
}

declare module "*.md" {
  const text: string;
  export default text;
}
