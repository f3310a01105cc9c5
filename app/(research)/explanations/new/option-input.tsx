import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { type OptionField, rangeInWords } from "#lib/explain/option-field.ts";

interface OptionInputProps {
  id: string;
  field: OptionField;
  /** As typed; empty = the usual value. */
  value: string;
  error?: string;
  onChange: (text: string) => void;
}

/** The control of one option, by its kind; left empty it says what is used then. */
export function OptionInput({ id, field, value, error, onChange }: OptionInputProps) {
  const { name, kind, usual, meaning, values = ["true", "false"] } = field;
  const range = rangeInWords(field);
  // A form has no null; what stands for it is an empty field.
  const hint = meaning.replace(/\bnull = /, "empty = ");
  const common = {
    id,
    value,
    hinted: true,
    invalid: Boolean(error),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Field id={id} label={name} hint={[hint, range].filter(Boolean).join(" · ")} error={error}>
      {kind === "choice" || kind === "switch" ? (
        <Select {...common}>
          <option value="">{inWords(String(usual), kind)} (as published)</option>
          {values
            .filter((one) => one !== String(usual))
            .map((one) => (
              <option key={one} value={one}>
                {inWords(one, kind)}
              </option>
            ))}
        </Select>
      ) : (
        <TextInput
          {...common}
          inputMode={kind === "integer" ? "numeric" : kind === "number" ? "decimal" : "text"}
          placeholder={usual === null ? "as published" : String(usual)}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

const inWords = (value: string, kind: OptionField["kind"]) =>
  kind === "switch" ? (value === "true" ? "yes" : "no") : value;
