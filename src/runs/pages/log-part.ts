// The log of a try: its end, which grows while it runs, or another piece of it, and what was looked for in it.
import path from "node:path";
import { type LogPiece, pieceSize } from "../history/log-file.ts";
import { type Html, html } from "./html.ts";
import { logLink, tryLink } from "./links.ts";
import { count } from "./parts.ts";
import type { Scene } from "./scene.ts";
import type { TaskPlace } from "./task-place.ts";

interface ShownLog extends TaskPlace {
  readonly link: string;
  readonly tryNumber: number;
  readonly logFile: string;
  /** Null when there is no log. */
  readonly piece: LogPiece | null;
}

export function logPart({ project }: Scene, log: ShownLog): Html {
  const { link, tryNumber, logFile, piece, view, found } = log;
  if (!piece) return html`<h2>Log</h2><p id="no-log" data-part>There is no log of this try (any more).</p>`;
  const follows = view.at === undefined;
  return html`<div class="log-head"><h2 id="log-title">Log</h2>
<form method="get" action="${link}" role="search"><input type="hidden" name="try" value="${tryNumber}">
<label><span class="sr">Search the log</span><input type="search" name="q" value="${view.search ?? ""}" placeholder="Search the log"></label><button>Search</button></form></div>
${found && matches(log)}
${places(log)}
<pre id="log" class="log" role="region" aria-labelledby="log-title" tabindex="0" data-at="${piece.from}"${follows && html` data-to="${piece.to}" data-more="${logLink(link, tryNumber)}"`}>${logLines(piece.text, view.search)}</pre>
<p class="file"><code>${path.relative(project.folder, logFile)}</code> <a href="${logLink(link, tryNumber)}">whole log as text</a> <span id="log-size" data-part>${size(piece.size)}</span></p>`;
}

/** What a task has written about trouble stands out, and so does what was looked for. */
export function logLines(text: string, search = ""): Html[] {
  let level: string | undefined;
  return text.split(/(?<=\n)/).map((line) => {
    // Lines after a message's first one are indented below it.
    if (!line.startsWith("        ")) level = /^(ERROR|WARNING|DEBUG)\b/.exec(line)?.[1];
    const content = marked(line, search);
    return level === undefined
      ? html`${content}`
      : html`<span class="${level.toLowerCase()}">${content}</span>`;
  });
}

function marked(line: string, search: string): (Html | string)[] {
  const at = search === "" ? -1 : line.toLowerCase().indexOf(search.toLowerCase());
  if (at === -1) return [line];
  const end = at + search.length;
  return [line.slice(0, at), html`<mark>${line.slice(at, end)}</mark>`, ...marked(line.slice(end), search)];
}

/** Places in the project's own code stand out of a stack. */
export function frames(stack: string): Html[] {
  return stack
    .split(/([^\s()]+\.tsx?:\d+:\d+)/)
    .map((part, index) =>
      index % 2 === 1 && !part.includes("node_modules") ? html`<b>${part}</b>` : html`${part}`,
    );
}

function matches({ link, tryNumber, view, found }: ShownLog): Html {
  const { matches, isCut } = found ?? { matches: [], isCut: false };
  const to = (at: number) => `${tryLink(link, { tryNumber, at, search: view.search ?? "" })}#log`;
  const lines = matches.map(
    ({ at, line }) => html`<li><a href="${to(at)}">${marked(line, view.search ?? "")}</a></li>`,
  );
  const number = isCut ? `The first ${count(matches.length, "line")}` : count(matches.length, "line");
  return html`<p role="status">${number} with “${view.search ?? ""}”.</p><ol class="matches" tabindex="0">${lines}</ol>`;
}

/** Ways to the rest of a log that is not shown whole. */
function places({ link, tryNumber, piece, view }: ShownLog): Html | null {
  if (!piece || (piece.from === 0 && piece.to >= piece.size)) return null;
  const to = (at: number | undefined, text: string) =>
    html`<a href="${tryLink(link, { tryNumber, search: view.search ?? "", ...(at !== undefined && { at }) })}#log">${text}</a>`;
  const hasMore = view.at !== undefined && piece.to < piece.size;
  return html`<nav class="places" aria-label="Places in the log">
${piece.from > 0 && [to(0, "⇤ beginning"), to(Math.max(0, piece.from - pieceSize), "← earlier")]}
<span>${size(piece.from)} to ${size(piece.to)} of ${size(piece.size)}</span>
${hasMore && to(piece.to, "later →")}${view.at !== undefined && to(undefined, "end ⇥")}</nav>`;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
