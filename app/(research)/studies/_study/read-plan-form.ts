/** The plan a form asks to lock; a contrast is two arms by their ids. */
export function readPlanForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const [first, second] = text("contrast").split(" ");
  return {
    studyId: text("studyId"),
    hypotheses: text("hypotheses"),
    primaryContrast: second ? { first, second } : null,
    targetRaters: text("targetRaters") === "" ? undefined : Number(text("targetRaters")),
    stoppingRule: text("stoppingRule"),
  };
}
