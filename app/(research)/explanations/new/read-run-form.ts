/**
 * The run a form asks for. Each chosen method comes as `method=<id>` with `model.<id>` and `rule.<id>`.
 * Whether it can work is for the verb to say.
 */
export function readRunForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    versionId: text("versionId"),
    name: text("name"),
    sampleSize: Number(text("sampleSize")),
    seed: Number(text("seed")),
    judge: text("judge") || null,
    arms: form.getAll("method").map((value) => {
      const id = String(value);
      return {
        label: text(`label.${id}`),
        explainerId: id,
        modelId: text(`model.${id}`),
        targetRule: text(`rule.${id}`),
      };
    }),
  };
}
