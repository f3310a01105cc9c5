import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/field.tsx";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import { TARGET_RULES } from "../_run/target-rule.ts";
import { ArmSettings } from "./arm-settings.tsx";
import { classIndexOf, type FormArm } from "./form-arms.ts";

/** What the fields of every arm share. */
export interface ArmForm {
  change: (key: string, part: Partial<FormArm>) => void;
  remove: (key: string) => void;
  /** What is wrong with a field of an arm: `label`, `targetRule`, `options.samples` ... */
  errorOf: (place: number, field: string) => string | undefined;
  /** What the arm is called. */
  labelOf: (arm: FormArm) => string;
  classNamesOf: (modelId: string) => readonly string[];
}

interface ArmFieldsProps {
  method: MethodChoice;
  arm: FormArm;
  place: number;
  /** Which of several arms of the method; null for the only one. */
  turn: number | null;
  form: ArmForm;
}

const ONE_CLASS = "class";

/** The model an arm explains, the class its maps are about, and its settings. */
export function ArmFields({ method, arm, place, turn, form }: ArmFieldsProps) {
  const { models, refused, name } = method;
  const classNames = form.classNamesOf(arm.modelId);
  const index = classIndexOf(arm.rule);
  const which = turn === null ? name : `${name}, arm ${turn}`;
  const change = (part: Partial<FormArm>) => form.change(arm.key, part);
  const error = form.errorOf(place, "targetRule") ?? form.errorOf(place, "modelId");

  /** A class of its own stays the same class by name, where the other model knows it. */
  function changeModel(modelId: string) {
    const named = index === null ? -1 : form.classNamesOf(modelId).indexOf(classNames[index]);
    change({ modelId, ...(index === null ? {} : { rule: `class:${Math.max(0, named)}` }) });
  }

  return (
    <fieldset className="grid min-w-0 gap-2 border-l-2 border-line pl-3">
      <legend className="sr-only">{which}</legend>
      <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
        <Select
          aria-label={`Model explained by ${which}`}
          value={arm.modelId}
          onChange={(event) => changeModel(event.target.value)}
        >
          {models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.name}
            </option>
          ))}
          {refused.map((model) => (
            <option key={model.id} value={model.id} disabled title={model.reason}>
              {model.name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={`Class explained by ${which}`}
          value={index === null ? arm.rule : ONE_CLASS}
          onChange={({ target }) => change({ rule: target.value === ONE_CLASS ? "class:0" : target.value })}
        >
          {TARGET_RULES.map((rule) => (
            <option key={rule.id} value={rule.id}>
              {rule.id === "every"
                ? `${rule.label} (${classNames.length} maps an image, not scored)`
                : rule.label}
            </option>
          ))}
          <option value={ONE_CLASS}>one class for all images</option>
        </Select>
        {index === null ? null : (
          <Select
            aria-label={`The class that ${which} explains`}
            className="sm:col-start-2"
            value={String(index)}
            onChange={(event) => change({ rule: `class:${event.target.value}` })}
          >
            {classNames.map((className, place) => (
              <option key={className} value={place}>
                {className}
              </option>
            ))}
          </Select>
        )}
      </div>
      {error ? <p className="text-sm text-danger">{error}</p> : null}
      <div className="relative">
        <ArmSettings method={method} arm={arm} place={place} which={which} form={form} />
        {turn === null ? null : (
          <Button
            look="quiet"
            className="absolute top-0 right-0"
            aria-label={`Remove ${which}`}
            onClick={() => form.remove(arm.key)}
          >
            Remove
          </Button>
        )}
      </div>
    </fieldset>
  );
}
