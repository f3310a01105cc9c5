import { Button } from "#components/ui/button.tsx";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import { ArmFields, type ArmForm } from "./arm-fields.tsx";
import type { FormArm } from "./form-arms.ts";

interface MethodRowProps {
  method: MethodChoice;
  /** Of this method, with their places among all arms. */
  arms: readonly { arm: FormArm; place: number }[];
  /** Out of sight while another is looked for. */
  hidden: boolean;
  form: ArmForm;
  onAdd: () => void;
  onClear: () => void;
}

/** One method; when chosen, its arms: once or several times, each with its own model, class and settings. */
export function MethodRow({ method, arms, hidden, form, onAdd, onClear }: MethodRowProps) {
  const { id, name, formula, models, refused } = method;
  const usable = models.length > 0;
  const chosen = arms.length > 0;
  return (
    <li hidden={hidden} className="px-4 py-3 [&[hidden]]:hidden">
      <label className="flex min-h-8 items-start gap-2 max-sm:min-h-11">
        <input
          type="checkbox"
          name="method"
          value={id}
          checked={chosen}
          disabled={!usable}
          onChange={(event) => (event.target.checked ? onAdd() : onClear())}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span className="min-w-0">
          <span className="block font-medium">{name}</span>
          <span className="block text-xs wrap-anywhere text-muted">{formula}</span>
          {refused.length > 0 ? (
            <span className="mt-1 block text-xs text-warn">
              {usable ? `Not for ${refused.map((model) => model.name).join(", ")}: ` : ""}
              {refused[0].reason}
            </span>
          ) : null}
        </span>
      </label>
      {chosen ? (
        <div className="mt-2 grid gap-3 sm:pl-6">
          {arms.map(({ arm, place }, turn) => (
            <ArmFields
              key={arm.key}
              method={method}
              arm={arm}
              place={place}
              turn={arms.length > 1 ? turn + 1 : null}
              form={form}
            />
          ))}
          <div>
            <Button look="quiet" className="-ml-3" onClick={onAdd}>
              Add {name} once more
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}
