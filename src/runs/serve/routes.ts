// Which address means which page. Ids from addresses are only looked up among those that there are: none of them
// becomes part of a path as it is.
import { notMapped } from "../../model/run/outputs.ts";
import { lastPiece, pieceAfter } from "../history/log-file.ts";
import type { KnownDag } from "../history/project-history.ts";
import { instanceOf, type RunHistory } from "../history/run-history.ts";
import { searchLog } from "../history/search-log.ts";
import { dagPage } from "../pages/dag-page.ts";
import { homePage } from "../pages/home-page.ts";
import { html } from "../pages/html.ts";
import { layout, type Page } from "../pages/layout.ts";
import { dagLink, runLink, type TryView } from "../pages/links.ts";
import { logLines } from "../pages/log-part.ts";
import { type Scene, taskIdsOf } from "../pages/scene.ts";
import { taskPage } from "../pages/task-page.ts";
import { type Answer, page } from "./answer.ts";
import { assets } from "./assets.ts";

/** An answer, or a file that is sent as it is. */
export type Route = Answer | { readonly file: string };

/** @param signal aborted when nobody waits for the answer any more */
export async function route(scene: Scene, url: URL, signal: AbortSignal): Promise<Route> {
  const asset = assets[url.pathname];
  if (asset) return asset;
  if (url.pathname === "/") return shown(scene, homePage(scene));
  const words = wordsOf(url.pathname);
  const [root, dagId, runs, runId, tasks, taskId, ...rest] = words;
  const dag =
    root === "dags" && dagId !== undefined ? scene.history.dags().find((each) => each.dagId === dagId) : null;
  if (!dag) return missing(scene, null, null);
  if (words.length === 2) return shown(scene, dagPage(scene, dag, null, numberIn(url, "page")));
  const run = runs === "runs" && runId !== undefined ? dag.history.run(runId) : undefined;
  if (!run) return missing(scene, dag, null);
  if (words.length === 4) return shown(scene, dagPage(scene, dag, run, null));
  const isKnown = tasks === "tasks" && taskId !== undefined && taskIdsOf(dag).includes(taskId);
  if (!isKnown) return missing(scene, dag, run);
  const mapIndex = rest[0] === "instances" ? Number(rest[1]) : notMapped;
  const place = { dag, run, taskId, mapIndex };
  if (mapIndex !== notMapped && !instanceOf(run, taskId, mapIndex)) return missing(scene, dag, run);
  const [last, ...others] = mapIndex === notMapped ? rest : rest.slice(2);
  if (last === undefined) return await task(scene, place, url, signal);
  return last === "log" && others.length === 0 ? logOf(scene, place, url) : missing(scene, dag, run);
}

interface Place {
  readonly dag: KnownDag;
  readonly run: RunHistory;
  readonly taskId: string;
  readonly mapIndex: number;
}

async function task(scene: Scene, place: Place, url: URL, signal: AbortSignal): Promise<Route> {
  const [tryNumber, at, search] = [
    numberIn(url, "try"),
    numberIn(url, "at"),
    url.searchParams.get("q") ?? "",
  ];
  const view: TryView = {
    ...(tryNumber !== null && tryNumber > 0 && { tryNumber }),
    ...(at !== null && { at }),
    ...(search !== "" && { search }),
  };
  const file = logFile(scene, place, tryNumber);
  const found = search === "" ? null : await searchLog(file, search, signal);
  return shown(scene, taskPage(scene, { ...place, view, found }));
}

/** The whole log; or, for a page that shows its end, what has been added to it. */
function logOf(scene: Scene, place: Place, url: URL): Route {
  const file = logFile(scene, place, numberIn(url, "try"));
  const from = numberIn(url, "from");
  if (from === null) return lastPiece(file) ? { file } : missing(scene, place.dag, place.run);
  const piece = pieceAfter(file, from);
  const body = piece ? html`${logLines(piece.text)}`.text : "";
  return {
    ...page(body),
    headers: { "X-Log-To": String(piece?.to ?? 0), "X-Log-Size": String(piece?.size ?? 0) },
  };
}

function logFile({ out }: Scene, { dag, run, taskId, mapIndex }: Place, tryNumber: number | null): string {
  const tries = instanceOf(run, taskId, mapIndex)?.tries ?? 0;
  return out.log(dag.dagId, run.label, taskId, tryNumber ?? tries, mapIndex);
}

function shown({ project }: Scene, content: Page): Answer {
  return page(layout(content, project.name));
}

function missing({ project }: Scene, dag: KnownDag | null, run: RunHistory | null): Answer {
  const crumbs = [
    ...(dag ? [{ text: dag.dagId, href: dagLink(dag.dagId) }] : []),
    ...(dag && run ? [{ text: run.label, href: runLink(dag.dagId, run.runId) }] : []),
  ];
  const content = html`<h1>Not here</h1><p>There is no such run, task or log (any more).</p>`;
  return page(layout({ title: "Not here", crumbs, content }, project.name), 404);
}

function wordsOf(pathname: string): string[] {
  try {
    return pathname.slice(1).split("/").map(decodeURIComponent);
  } catch {
    // No page has such an address.
    return [];
  }
}

/** Null unless it is a whole number from 0 on. */
function numberIn(url: URL, name: string): number | null {
  const text = url.searchParams.get(name) ?? "";
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
