import { useEffect, useState } from "react";
import { Field, TextInput } from "#components/ui/field.tsx";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import type { ArmForm } from "./arm-fields.tsx";
import { describeSettings, type FormArm } from "./form-arms.ts";
import { OptionInput } from "./option-input.tsx";

interface ArmSettingsProps {
  method: MethodChoice;
  arm: FormArm;
  place: number;
  /** The arm, to someone who does not see where the field stands. */
  which: string;
  form: ArmForm;
}

/** What may be set of an arm, folded away until asked for; open in a copy, which is there to be changed, and where something is wrong. */
export function ArmSettings({ method, arm, place, which, form }: ArmSettingsProps) {
  const [isOpen, setOpen] = useState(arm.isCopy);
  const error = (name: string) => form.errorOf(place, name);
  const isWrong =
    method.options.some(({ name }) => error(`options.${name}`)) || Boolean(error("label") || error("seed"));
  useEffect(() => {
    if (isWrong) setOpen(true);
  }, [isWrong]);
  const id = (name: string) => `${arm.key}-${name}`;
  const change = (part: Partial<FormArm>) => form.change(arm.key, part);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} className="text-sm">
      <summary
        aria-label={`Settings of ${which}`}
        className="mr-24 inline-flex min-h-8 cursor-pointer items-center text-muted hover:text-ink max-sm:min-h-11"
      >
        <span className="underline decoration-line underline-offset-3">
          Settings: {describeSettings(arm, method.options) || "as published"}
        </span>
      </summary>
      <div className="mt-2 mb-2 grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
        {method.options.map((field) => (
          <OptionInput
            key={field.name}
            id={id(field.name)}
            field={field}
            value={arm.options[field.name] ?? ""}
            error={error(`options.${field.name}`)}
            onChange={(text) => change({ options: { ...arm.options, [field.name]: text } })}
          />
        ))}
        {method.isRandom ? (
          <Field id={id("seed")} label="seed" hint="Of this arm's random draws." error={error("seed")}>
            <TextInput
              id={id("seed")}
              hinted
              inputMode="numeric"
              placeholder="the run's"
              value={arm.seed}
              invalid={Boolean(error("seed"))}
              onChange={(event) => change({ seed: event.target.value })}
            />
          </Field>
        ) : null}
        <Field id={id("label")} label="Label" hint="In tables and figures." error={error("label")}>
          <TextInput
            id={id("label")}
            hinted
            maxLength={80}
            value={arm.label}
            placeholder={form.labelOf({ ...arm, label: "" })}
            invalid={Boolean(error("label"))}
            onChange={(event) => change({ label: event.target.value })}
          />
        </Field>
      </div>
    </details>
  );
}
