// Every link of the docs leads to something that is there, and every page can be reached.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pages, repository } from "./pages.ts";

/** Links and images, out of code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The anchors that GitHub gives to a page's headings, and those that it has. */
function anchorsOf(text: string): string[] {
  const headings = [...text.replaceAll(/^```.*?^```$/gms, "").matchAll(/^#+ (.*)$/gm)];
  const slugs = headings.map(([, heading = ""]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
  const own = slugs.map((slug, index) => {
    const before = slugs.slice(0, index).filter((other) => other === slug).length;
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return [...own, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)];
}

const links = pages.flatMap(({ file, text }) => linksOf(text).map((target) => ({ file, target })));
const local = links.filter(({ target }) => !/^[a-z]+:/.test(target));

/** Where a link leads, from the repository's folder. */
function placeOf({ file, target }: { file: string; target: string }): string {
  const [to = ""] = target.split("#");
  return to === "" ? file : path.posix.join(path.posix.dirname(file), decodeURIComponent(to));
}

test("links lead to files that are there", () => {
  expect(local.length).toBeGreaterThan(50);
  const lost = local.filter((link) => !existsSync(path.join(repository, placeOf(link))));
  expect(lost).toEqual([]);
});

test("links into a page lead to one of its headings", () => {
  const inside = local.filter(
    ({ file, target }) => target.includes("#") && placeOf({ file, target }).endsWith(".md"),
  );
  const lost = inside.filter((link) => {
    const page = path.join(repository, placeOf(link));
    const anchor = decodeURIComponent(link.target.split("#")[1] ?? "");
    return existsSync(page) && !anchorsOf(readFileSync(page, "utf8")).includes(anchor);
  });
  expect(lost).toEqual([]);
});

test("every page of docs/ is in its index", () => {
  const index = local.filter(({ file }) => file === "docs/README.md").map(placeOf);
  const own = pages.map(({ file }) => file).filter((file) => /^docs\/[^/]+\.md$/.test(file));
  expect(own.filter((file) => file !== "docs/README.md" && !index.includes(file))).toEqual([]);
});
