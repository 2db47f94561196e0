// What all pages have around them.
import { type Html, html } from "./html.ts";
import { home } from "./links.ts";
import { sprite } from "./parts.ts";

interface Crumb {
  readonly text: string;
  readonly href: string;
}

export interface Page {
  readonly title: string;
  /** The way here, without the start. */
  readonly crumbs: readonly Crumb[];
  readonly content: Html;
}

/** @param project its name, for people who have several pages open */
export function layout({ title, crumbs, content }: Page, project: string): string {
  const way = [{ text: "Local runs", href: home }, ...crumbs];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${project}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/live.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
${sprite}
<header><nav aria-label="Breadcrumb"><ol>${way.map(({ text, href }, index) =>
    index === way.length - 1
      ? html`<li><a href="${href}" aria-current="page">${text}</a></li>`
      : html`<li><a href="${href}">${text}</a></li>`,
  )}</ol></nav><p id="live" class="live" role="status"></p></header>
<main id="content" tabindex="-1">
${content}
</main>
</body>
</html>
`.text;
}
