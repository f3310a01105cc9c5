import type { StudyReport } from "../report.ts";
import { STATEMENTS } from "../statement.ts";
import type { Statement } from "../template.ts";
import { findLead } from "./find-lead.ts";
import { leadWords } from "./lead-words.ts";

/** The same report with nobody left out; null where nobody was, or where it is not known yet. */
export function withEverybody(report: StudyReport): StudyReport | null {
  const { withoutExclusions: all } = report;
  return all ? { ...report, ...all, raters: report.raters } : null;
}

/** Of each statement that was rated, what is found with everybody, and whether it is what the primary analysis finds. */
export function sensitivityWords(report: StudyReport): string[] {
  const everybody = withEverybody(report);
  if (!everybody) return [];
  return STATEMENTS.flatMap((statement) => {
    const words = leadWords(everybody, statement);
    if (!words) return [];
    const found = isSameFinding(report, everybody, statement)
      ? "the same is found"
      : "something else is found";
    return `With everybody ${found}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
  });
}

/** The same method leads, and the next one is told from it in both or in neither. */
function isSameFinding(a: StudyReport, b: StudyReport, statement: Statement): boolean {
  const [one, other] = [findLead(a, statement), findLead(b, statement)];
  return one?.best.armId === other?.best.armId && one?.told === other?.told;
}
