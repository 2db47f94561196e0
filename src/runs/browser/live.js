// Keeps a page of local runs as things are, lets arrow keys walk the grid, and copies commands. The pages are whole
// without it.

const interval = 1000;
const followed = 512 * 1024;
const status = document.getElementById("live");
let tag = null;

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 40;
const toEnd = (log) => {
  log.scrollTop = log.scrollHeight;
};

/** What a part of the page was when the server sent it: scripts and readers change what is shown. */
const sent = new Map();
for (const part of document.querySelectorAll("[data-part]")) sent.set(part.id, part.outerHTML);

/** Asks for the page again, and takes over the parts that have changed. */
async function refresh() {
  const headers = tag === null ? {} : { "If-None-Match": tag };
  const answer = await fetch(location.href, { headers, cache: "no-store" });
  if (answer.status === 304) return;
  tag = answer.headers.get("ETag");
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = (root) => [...root.querySelectorAll("[data-part]")];
  const ids = (root) =>
    parts(root)
      .map(({ id }) => id)
      .join("\n") + (root.getElementById("log") ? "\nlog" : "");
  // Another page than before: a log has begun, or all of it is gone.
  if (ids(next) !== ids(document)) return location.reload();
  for (const part of parts(next)) replace(part);
}

function replace(part) {
  const html = part.outerHTML;
  if (sent.get(part.id) === html) return;
  sent.set(part.id, html);
  const old = document.getElementById(part.id);
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const scrolled = [...old.querySelectorAll(".grid, .graph, pre")].map((each) => [
    each.scrollLeft,
    each.scrollTop,
  ]);
  old.replaceWith(part);
  [...part.querySelectorAll(".grid, .graph, pre")].forEach((each, index) => {
    [each.scrollLeft, each.scrollTop] = scrolled[index] ?? [0, 0];
  });
  equip(part);
  if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Adds to a log that is followed what has been written since. */
async function follow() {
  const log = document.getElementById("log");
  if (!log?.dataset.more) return;
  for (;;) {
    const answer = await fetch(`${log.dataset.more}&from=${log.dataset.to}`, { cache: "no-store" });
    const [to, size] = ["X-Log-To", "X-Log-Size"].map((name) => Number(answer.headers.get(name)));
    // It has begun anew, or has run far ahead.
    if (size < Number(log.dataset.to) || size - to > followed) return location.reload();
    if (to === Number(log.dataset.to)) return;
    const atEnd = isAtEnd(log);
    log.insertAdjacentHTML("beforeend", await answer.text());
    log.dataset.to = String(to);
    while (log.textContent.length > 2 * followed) log.firstChild.remove();
    if (atEnd) toEnd(log);
  }
}

/** What a part needs of this script. */
function equip(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = "Copied.";
    });
  }
  for (const table of root.querySelectorAll("[data-grid]")) walk(table);
}

/** One cell of the grid is reached by Tab, the others from there by the arrow keys. */
function walk(table) {
  const rows = [...table.rows].map((row) => [...row.querySelectorAll("a")]);
  const links = rows.flat();
  const reach = (link) => {
    for (const each of links) each.tabIndex = each === link ? 0 : -1;
  };
  reach(table.querySelector("thead .selected a") ?? rows[0].at(-1));
  table.addEventListener("focusin", ({ target }) => reach(target));
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const row = rows.findIndex((each) => each.includes(document.activeElement));
    if (!step || row === -1) return;
    event.preventDefault();
    // The head has no link where the rows have the names of tasks.
    const offset = (index) => (index === 0 ? 1 : 0);
    const column = rows[row].indexOf(document.activeElement) + offset(row) + step[1];
    const target = rows[row + step[0]]?.[column - offset(row + step[0])];
    target?.focus();
  });
}

equip(document);
const grid = document.querySelector(".grid");
if (grid) {
  const selected = grid.querySelector("thead .selected");
  grid.scrollLeft = selected
    ? selected.offsetLeft + selected.offsetWidth + 40 - grid.clientWidth
    : grid.scrollWidth;
}
const log = document.getElementById("log");
if (log?.dataset.more) toEnd(log);

async function live() {
  try {
    if (!document.hidden) {
      await refresh();
      await follow();
    }
    if (status.classList.contains("lost")) status.textContent = "";
    status.classList.remove("lost");
  } catch {
    status.textContent = "windsock runs has ended: this is what it showed last.";
    status.classList.add("lost");
  }
  setTimeout(live, interval);
}
setTimeout(live, interval);
