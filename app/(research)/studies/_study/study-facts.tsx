import type { StudyDetail } from "#lib/services/studies/get-study.ts";
import { checkWords } from "#lib/study/checks/check-words.ts";
import type { StudyDesign } from "#lib/study/design.ts";
import { declaredRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { LANGUAGES } from "#lib/study/languages/languages.ts";
import { erasureDate } from "#lib/study/retention.ts";

/** What was fixed when the study was created. */
export function StudyFacts({ study }: { study: StudyDetail }) {
  const { design } = study;
  const facts: [string, string][] = [
    ["Template", `${study.templateId}, version ${study.templateVersion}`],
    ["Arms", study.arms.map((arm) => arm.label).join(" · ")],
    ["Images", `${study.itemCount} rated`],
    ["Trials a person", String(design.trialsPerRater)],
    ["Seed", String(study.seed)],
    [
      "Drawn as",
      `${design.encoding.colourMap}, opacity ${design.encoding.opacity}, ${design.encoding.size} px, the same for every arm`,
    ],
    ["Language", LANGUAGES[design.language].name],
    ["Checks", checkWords(design.checks)],
    ["Left out", leftOut(design)],
    ["Consent text", design.consentVersion],
    ["Contact", design.contact || "not given"],
    ["Personal data", retentionWords(study)],
  ];
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[140px_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="max-sm:mb-2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** When what ties answers to people is erased, or was. */
function retentionWords({ design, closedAt, personalErasedAt }: StudyDetail): string {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  if (personalErasedAt) return `erased on ${day(personalErasedAt)}`;
  const { retentionMonths: months } = design;
  if (months === null) return "kept: the study has no date for them";
  const date = erasureDate(closedAt, months);
  const after = `${months} ${months === 1 ? "month" : "months"} after closing`;
  return date ? `erased on ${day(date)}, ${after}` : `erased ${after}; answers stay`;
}

/** Whom the study's rules leave out of the primary analysis. */
function leftOut({ exclusions }: StudyDesign): string {
  const rules = declaredRules(exclusions);
  return rules.length === 0 ? "nobody" : `whoever ${rules.map(({ words }) => words).join("; ")}`;
}
