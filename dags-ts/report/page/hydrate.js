// Runs in the report's page: the first time somebody points at a chart, it becomes one that answers.
const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
document.body.append(tip);

function loadVega() {
  if (window.vega) return;
  const code = document.createElement("script");
  code.textContent = document.getElementById("vega-code").textContent;
  document.head.append(code);
}

function showTip(_handler, event, _item, value) {
  tip.hidden = value === null || value === undefined || value === "";
  if (tip.hidden) return;
  tip.replaceChildren(
    ...Object.entries(value).map(([name, text]) => {
      const line = document.createElement("div");
      const label = document.createElement("b");
      label.textContent = `${name}: `;
      line.append(label, String(text));
      return line;
    }),
  );
  const { clientX: x, clientY: y } = event;
  tip.style.left = `${Math.min(x + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(y + 14, innerHeight - tip.offsetHeight - 8)}px`;
}

/** Of the two drawings, the one that this screen shows. */
async function hydrate(figure) {
  const drawing = [...figure.querySelectorAll(".drawing")].find((each) => each.offsetParent !== null);
  if (!drawing || drawing.dataset.live) return;
  drawing.dataset.live = "true";
  loadVega();
  const { vega } = window;
  const spec = JSON.parse(drawing.nextElementSibling.textContent);
  const live = document.createElement("div");
  live.className = drawing.className;
  live.dataset.live = "true";
  const view = new vega.View(vega.parse(spec), { renderer: "svg", container: live, hover: true });
  view.tooltip(showTip);
  await view.runAsync();
  const svg = live.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", figure.dataset.alt);
  drawing.replaceWith(live);
  figure.dataset.live = "true";
}

for (const figure of document.querySelectorAll(".chart")) {
  figure.addEventListener("pointerenter", () => hydrate(figure));
}
