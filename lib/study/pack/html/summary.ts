import type { StudyReport } from "../../report.ts";
import { leadWords } from "../../results/lead-words.ts";
import { primaryWords } from "../../results/primary-words.ts";
import { STATEMENTS } from "../../statement.ts";
import { paragraphs } from "./table.ts";

/** What came out, in the words of the results page, or that nothing did. */
export function leadParagraphs(report: StudyReport): string {
  const leads = STATEMENTS.map((statement) => leadWords(report, statement));
  const words = [primaryWords(report), ...leads].filter((one) => one !== null);
  return words.length > 0
    ? paragraphs(words)
    : "<p>No method has been rated by two raters yet: there is nothing to compare.</p>";
}
