import { formatInterval, formatNumber } from "#lib/stats/format-number.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import type { Estimate } from "../../report.ts";
import { escapeHtml } from "../escape-html.ts";

/** A cell: text, or an estimate over its interval. */
export type Cell = string | number | { readonly estimate: Estimate | undefined; readonly decimals: number };

interface HtmlTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** How many columns from the left are words; the rest are numbers, set to the right. */
  readonly words: number;
}

/** A table whose first column names the row. What is undefined says why. */
export function htmlTable({ caption, head, rows, words }: HtmlTable): string {
  const aligned = (at: number) => ` class="${at < words ? "w" : "n"}"`;
  const heads = head.map((text, at) => `<th scope="col"${aligned(at)}>${escapeHtml(text)}</th>`).join("");
  const body = rows
    .map((row) => {
      const cells = row.map((cell, at) =>
        at === 0
          ? `<th scope="row"${aligned(at)}>${cellHtml(cell)}</th>`
          : `<td${aligned(at)}>${cellHtml(cell)}</td>`,
      );
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("\n");
  const title = escapeHtml(caption);
  // A caption would be parted from its table at the end of a printed page; a paragraph is kept with what follows.
  return `<p class="caption">${title}</p><div class="scroll"><table aria-label="${title}"><thead><tr>${heads}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === "number") return cell.toLocaleString("en-US");
  if (typeof cell === "string") return escapeHtml(cell);
  const { estimate, decimals } = cell;
  if (!estimate || "undefined" in estimate)
    return `<span class="none">undefined<small>${escapeHtml(undefinedWords(estimate?.undefined ?? "no_values"))}</small></span>`;
  const { value, low, high } = estimate;
  return `${formatNumber(value, decimals)}<small>${formatInterval(low, high, 2)}</small>`;
}

/** Paragraphs of plain text. */
export const paragraphs = (texts: readonly string[]): string =>
  texts.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n");

/** A section under its heading. `content` is HTML already. */
export function section(title: string, content: readonly string[]): string {
  return `<section><h2>${escapeHtml(title)}</h2>\n${content.filter((part) => part !== "").join("\n")}\n</section>`;
}
