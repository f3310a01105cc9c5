import { type Citation, shortCitation } from "../citation.ts";
import { escapeHtml } from "../escape-html.ts";
import { methodsInEnglish } from "../methods-en.ts";
import type { PackSubject } from "../pack-subject.ts";

/** The methods section for a reader: citations in words, marks of Markdown taken out again. */
export function methodsSection(subject: PackSubject, references: readonly Citation[]): string[] {
  const byKey = new Map(references.map((one) => [one.key, one]));
  return methodsInEnglish(subject).map((text) => `<p>${escapeHtml(plain(text, byKey))}</p>`);
}

function plain(markdown: string, byKey: ReadonlyMap<string, Citation>): string {
  return markdown
    .replace(/(?<!\\)\[(@[\w]+(?:; @[\w]+)*)\]/g, (_, keys: string) => {
      const cited = keys.split("; ").map((key) => byKey.get(key.slice(1)));
      return `(${cited.map((one) => (one ? shortCitation(one) : "")).join("; ")})`;
    })
    .replace(/\\([\\`*_{}[\]#|~@$^>])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}

/** The works a report rests on. */
export function referenceList(references: readonly Citation[]): string {
  const items = references.map(({ authors, year, title, venue }) => {
    const names = authors.join(", ").replace(/, others$/, " et al.");
    return `<li>${escapeHtml(`${names} (${year}). ${title}${/[.?!]$/.test(title) ? "" : "."} ${venue}.`)}</li>`;
  });
  return `<ol class="references">${items.join("\n")}</ol>`;
}
