const NUMBERS = ["epochs", "lambda", "batch", "learningRate", "size", "patience"];
const TEXTS = ["kind", "backbone", "recipe", "mode", "augment", "seed", "freeze", "keep"];

/** The training a form asks for; what is left empty comes from the recipe. Whether it can work is for the verb to say. */
export function readTrainingForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const given = (names: readonly string[]) => names.filter((name) => text(name) !== "");
  return {
    name: text("name"),
    versionId: text("versionId"),
    initialModelId: text("initialModelId") || null,
    ...Object.fromEntries(given(TEXTS).map((name) => [name, text(name)])),
    ...Object.fromEntries(given(NUMBERS).map((name) => [name, Number(text(name))])),
    // A box that is not ticked is not sent; a model without slots has no box.
    ...(form.has("hasSlots") ? { ramp: form.has("ramp") } : {}),
    set: text("set")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  };
}
