/** What stands in the form, all of it text. */
export interface FormValues {
  name: string;
  versionId: string;
  kind: string;
  initialModelId: string;
  backbone: string;
  recipe: string;
  epochs: string;
  lambda: string;
  mode: string;
  ramp: boolean;
  augment: string;
  seed: string;
  batch: string;
  learningRate: string;
  size: string;
  freeze: string;
  patience: string;
  keep: string;
  /** name=value, one a line. */
  set: string;
}

const EMPTY: FormValues = {
  name: "",
  versionId: "",
  kind: "fc",
  initialModelId: "",
  backbone: "",
  recipe: "",
  epochs: "",
  lambda: "",
  mode: "",
  ramp: true,
  augment: "",
  seed: "0",
  batch: "",
  learningRate: "",
  size: "",
  freeze: "",
  patience: "",
  keep: "",
  set: "",
};

/** The form filled with what an earlier training was asked for. */
export function formValues(given: Partial<FormValues>, wish: Record<string, unknown> = {}): FormValues {
  const values: Record<string, unknown> = { ...EMPTY };
  for (const [name, value] of Object.entries(wish)) {
    if (!(name in EMPTY)) continue;
    if (name === "set") values.set = (value as string[]).join("\n");
    else if (name === "ramp") values.ramp = value !== false;
    else values[name] = String(value);
  }
  return { ...(values as unknown as FormValues), ...given };
}
