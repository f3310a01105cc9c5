import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import { parseCitation } from "#lib/study/pack/citation.ts";
import { methodsInEnglish } from "#lib/study/pack/methods-en.ts";
import { methodsInChinese } from "#lib/study/pack/methods-zh-hans.ts";
import { packDocuments } from "#lib/study/pack/pack-documents.ts";
import { referencesOf } from "#lib/study/pack/references.ts";
import { statisticsLiterature } from "#lib/study/pack/statistics-literature.ts";
import { EVENTS, ITEMS } from "#lib/study/pack/tables.ts";
import { listPairs } from "#lib/study/results/arm-pairs.ts";
import { listCaveats } from "#lib/study/results/list-caveats.ts";
import { packSubject } from "#test/support/pack-subject.ts";

const textsOf = (subject = packSubject()) =>
  new Map(packDocuments(subject, [ITEMS, EVENTS]).map(({ name, text }) => [name, text]));

function expectWellFormed(xml: string): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
}

test("the report has every mean, difference and caveat of the results", () => {
  const subject = packSubject();
  const html = textsOf(subject).get("report.html")!;
  for (const { score: rating } of subject.report.arms) {
    if (!("value" in rating)) throw new Error("every arm is rated");
    const words = `${formatNumber(rating.value, 2)}<small>${formatInterval(rating.low, rating.high, 2)}</small>`;
    expect(html).toContain(words);
  }
  for (const statement of ["for", "against"] as const)
    for (const { difference } of listPairs(subject.report, statement)) {
      if (!("value" in difference)) throw new Error("every pair is rated");
      expect(html).toContain(`<td class="n">${formatNumber(difference.value, 2)}`);
    }
  for (const caveat of listCaveats(subject.report)) expect(html).toContain(caveat.replaceAll("'", "&#39;"));
  expect(html).not.toMatch(/NaN|>null<|\[object|&amp;amp;/);
});

test("figures are well-formed SVG with a title, also with names that look like mark-up", () => {
  const names = ["figure-ratings.svg", "figure-metrics-for.svg", "figure-metrics-against.svg"];
  for (const subject of [packSubject(), packSubject({ name: `</text><script>"&'\u0000`, simulated: true })]) {
    const texts = textsOf(subject);
    for (const name of names) {
      expectWellFormed(texts.get(name)!);
      expect(texts.get(name)).toContain("<title>");
      expect(texts.get(name)).not.toContain("<script");
    }
  }
});

test("two statements are never in one figure of metrics, nor compared with each other", () => {
  const texts = textsOf();
  const numbersIn = (name: string) =>
    [...texts.get(name)!.matchAll(/font-weight="600"[^>]*>(\d+)</g)].map(([, number]) => Number(number));
  expect([...new Set(numbersIn("figure-metrics-for.svg"))].sort()).toEqual([1, 3, 4, 5, 7]);
  expect([...new Set(numbersIn("figure-metrics-against.svg"))].sort()).toEqual([2, 6]);
  const [first, second] = texts.get("table-comparisons.tex")!.split("\\midrule\n").slice(1);
  expect(first.trim().split("\n")).toHaveLength(10);
  expect(second).toContain("SCOUTER$-$, least similar & IBA, least similar &");
});

test("the methods section tells the same numbers in both languages, and cites only what is in the bibliography", () => {
  const subject = packSubject();
  const keys = new Set(referencesOf(subject).map(({ key }) => key));
  for (const paragraphs of [methodsInEnglish(subject), methodsInChinese(subject)]) {
    const text = paragraphs.join("\n");
    for (const [, key] of text.matchAll(/@(\w+)/g)) expect(keys).toContain(key);
    for (const fact of ["480", "20", "24", "0.75", "384", "96.54", subject.provenance.anchor!])
      expect(text).toContain(fact);
    for (const { label } of subject.arms) expect(text).toContain(label);
  }
  for (const key of Object.keys(statisticsLiterature))
    expect(methodsInEnglish(subject).join("")).toContain(`@${key}`);
  expect(parseCitation(statisticsLiterature.holm1979).key).toBe("holm1979");
});

test("with a single rater what cannot be computed is undefined with its reason in every document", () => {
  const texts = textsOf(packSubject({ raters: 1 }));
  expect(texts.get("report.html")).toContain("undefined<small>fewer than two raters</small>");
  expect(texts.get("table-methods.tex")).toContain("undefined: fewer than two raters");
  expect(texts.get("figure-ratings.svg")).toContain("undefined: fewer than two raters");
  expect(JSON.parse(texts.get("results.json")!).intervals.percentileLevel).toBeNull();
});

test("the notebook is one as nbformat 4.5 asks for, and each line of the README names a file", () => {
  const texts = textsOf();
  const notebook = JSON.parse(texts.get("analysis.ipynb")!);
  expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
  const ids = notebook.cells.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const readme = texts.get("README.md")!;
  for (const name of texts.keys()) if (name !== "README.md") expect(readme).toContain(`\`${name}\``);
});
