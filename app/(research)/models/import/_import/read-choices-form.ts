import { parseClassNames } from "#lib/onnx/class-names.ts";

/** Value of the choice to write a normalisation out in numbers. */
export const OWN_NUMBERS = "numbers";

/**
 * What a form says of an import. A field left as it was found is left out; whether the rest can work is for the verb to say.
 * @throws AppError `invalid` for class names that cannot be read
 */
export function readChoicesForm(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || undefined;
  const normalise = text("normalise");
  const names = text("classNames");
  const choices = {
    layout: text("layout"),
    channels: text("channels"),
    size: text("size"),
    normalise: normalise === OWN_NUMBERS ? text("numbers") : normalise,
    output: text("output"),
    features: text("features"),
    classNames: names === undefined ? undefined : parseClassNames(names),
    versionId: text("versionId"),
  };
  const said = Object.entries(choices).filter(([, value]) => value !== undefined);
  return { importId: text("importId"), choices: Object.fromEntries(said) };
}
