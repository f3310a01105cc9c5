import { expect, test } from "vitest";
import { literature } from "#lib/explain/literature.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { parseCitation, shortCitation } from "#lib/study/pack/citation.ts";
import { bibliography, referencesOf } from "#lib/study/pack/references.ts";
import { statisticsLiterature } from "#lib/study/pack/statistics-literature.ts";
import { packSubject } from "#test/support/pack-subject.ts";

test("both forms in which works are written down are read", () => {
  expect(
    parseCitation("Ribeiro, Singh, Guestrin: “Why should I trust you?” Explaining it. KDD, 2016."),
  ).toEqual({
    key: "ribeiro2016",
    authors: ["Ribeiro", "Singh", "Guestrin"],
    title: "“Why should I trust you?” Explaining it",
    venue: "KDD",
    year: "2016",
  });
  const dated = parseCitation("Field and Welsh (2007). Bootstrapping clustered data. JRSS B 69.", "field");
  expect(dated).toEqual({
    key: "field",
    authors: ["Field", "Welsh"],
    title: "Bootstrapping clustered data",
    venue: "JRSS B 69",
    year: "2007",
  });
  expect(shortCitation(dated)).toBe("Field and Welsh 2007");
  expect(() => parseCitation("no year here")).toThrow(RangeError);
});

test("every work that a method, a metric or the statistics can bring has authors, title, venue and year", () => {
  for (const [key, text] of Object.entries({ ...metricLiterature, ...literature, ...statisticsLiterature })) {
    const { authors, title, venue, year } = parseCitation(text, key);
    expect(authors.length, key).toBeGreaterThan(0);
    expect(title.length, key).toBeGreaterThan(5);
    expect(venue, key).not.toBe("");
    expect(key).toContain(year);
  }
});

test("the references are those of the template, the methods, the metrics and the statistics, each once", () => {
  const keys = referencesOf(packSubject()).map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)].sort());
  for (const key of ["kim2022", "selvaraju2017", "petsiuk2018", "li2021", "field2007", "holm1979"])
    expect(keys).toContain(key);
  expect(keys).not.toContain("lundberg2017");
  const bib = bibliography(packSubject());
  expect(bib.match(/^@misc\{/gm)).toHaveLength(keys.length);
  expect(bib).toContain("author = {{Kim} and others}");
});
