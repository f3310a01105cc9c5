import { newCode } from "#lib/services/participation/new-code.ts";

/** The recruitment a form asks for, as `Recruitment` reads it; null for the bare link. Codes that are left out are made up. */
export function readRecruitmentForm(form: FormData): unknown {
  const text = (name: string) => String(form.get(`recruitment.${name}`) ?? "").trim();
  const platform = text("platform");
  if (platform === "" || platform === "link") return null;
  const hasQuiz = form.get("checks.quiz") === "on";
  const hasAttention = Number(form.get("checks.attention") ?? 0) > 0;
  const amount = text("reward.amount");
  return {
    platform,
    codes: {
      complete: text("codes.complete") || newCode(),
      overQuota: text("codes.overQuota") || newCode(),
      ...(hasQuiz && { screenedOut: text("codes.screenedOut") || newCode() }),
      ...(hasAttention && { failedChecks: text("codes.failedChecks") || newCode() }),
    },
    reward:
      amount === "" ? null : { amount: Number(amount), currency: text("reward.currency").toUpperCase() },
    signed: form.get("recruitment.signed") === "on",
    returnTo: text("returnTo") || null,
    name: text("name"),
    site: text("site"),
    experimentId: text("experimentId"),
    creditToken: text("creditToken"),
    credit: text("credit") || undefined,
    personParameter: text("personParameter"),
    sessionParameter: text("sessionParameter") || null,
  };
}
