import { readChecksForm } from "./read-checks-form.ts";
import { readExclusions } from "./read-exclusions.ts";
import { readRecruitmentForm } from "./read-recruitment-form.ts";

/** The study a form asks for; an empty number is left to the verb's own choice. */
export function readStudyForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const number = (name: string) => (text(name) === "" ? undefined : Number(text(name)));
  return {
    runId: text("runId"),
    name: text("name"),
    templateId: text("templateId"),
    armIds: form.getAll("arm").map(String),
    referenceArmId: text("referenceArmId") || undefined,
    panels: number("panels"),
    points: number("points"),
    control: form.get("control") === "on",
    balanceCorrect: form.get("balanceCorrect") === "on",
    classNames: form.get("classNames") === "on",
    order: text("order") || undefined,
    practice: number("practice"),
    trialsPerRater: number("trialsPerRater"),
    quota: number("quota") ?? null,
    language: text("language") || undefined,
    contact: text("contact"),
    retentionMonths: number("retentionMonths"),
    predecessorId: text("predecessorId") || undefined,
    seed: number("seed"),
    exclusions: readExclusions(form),
    checks: readChecksForm(form),
    recruitment: readRecruitmentForm(form),
    openWhenReady: form.get("openWhenReady") === "on",
  };
}
