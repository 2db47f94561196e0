import { describe, expect, test } from "vitest";
import { days, list, signed } from "../../../../dags-ts/report/presentation/format.ts";
import { html, json } from "../../../../dags-ts/report/presentation/html.ts";

describe("HTML", () => {
  test("escapes whatever text is put in", () => {
    const text = `<script>"&'</script>`;
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;">&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</p>',
    );
  });

  test("takes HTML, lists and nothing as they are", () => {
    expect(html`<ul>${["a<", html`<b>c</b>`, [1, null]]}</ul>`.text).toBe("<ul>a&lt;<b>c</b>1</ul>");
  });

  test("holds data in which no tag can begin", () => {
    const text = json({ a: "</script><!--" }).text;
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ a: "</script><!--" });
  });
});

describe("what people read", () => {
  test("draws days in a row together", () => {
    expect(days(["2021-07-03", "2021-07-05", "2021-07-06", "2021-07-07", "2021-07-31", "2021-08-01"])).toBe(
      "3 July, 5 July to 7 July and 31 July to 1 August",
    );
  });

  test("has lists and signs", () => {
    expect([list([]), list(["a"]), list(["a", "b"]), list(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
    expect([signed(1.5), signed(-0.664), signed(-0.001)]).toEqual(["+1.50", "−0.66", "0.00"]);
  });
});
