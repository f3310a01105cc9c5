import { useState } from "react";
import { TextInput } from "#components/ui/field.tsx";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import type { ArmForm } from "./arm-fields.tsx";
import type { FormArm } from "./form-arms.ts";
import { MethodRow } from "./method-row.tsx";

const GROUP_NAMES: Record<MethodChoice["group"], string> = {
  SCOUTER: "SCOUTER",
  "class activation": "Class activation maps",
  gradient: "Gradients",
  perturbation: "Changed images",
  information: "Information",
  control: "Controls",
};

interface MethodListProps {
  methods: readonly MethodChoice[];
  arms: readonly FormArm[];
  form: ArmForm;
  onAdd: (method: MethodChoice) => void;
  onClear: (method: MethodChoice) => void;
}

/** All methods by what they do, with a search; what is chosen stays chosen, and in sight. */
export function MethodList({ methods, arms, form, onAdd, onClear }: MethodListProps) {
  const [wanted, setWanted] = useState("");
  const text = wanted.trim().toLowerCase();
  const armsOf = (method: MethodChoice) =>
    arms.flatMap((arm, place) => (arm.explainerId === method.id ? [{ arm, place }] : []));
  const chosen = new Set(arms.map((arm) => arm.explainerId));
  const isShown = (method: MethodChoice) =>
    chosen.has(method.id) || `${method.name} ${method.id} ${method.formula}`.toLowerCase().includes(text);
  const groups = [...new Set(methods.map(({ group }) => group))];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-lg font-semibold">Methods</legend>
      <div className="mb-3 max-w-xs">
        <TextInput
          type="search"
          aria-label="Find a method"
          placeholder="Find a method"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.preventDefault();
          }}
        />
      </div>
      <div className="grid gap-4">
        {groups.map((group) => {
          const own = methods.filter((method) => method.group === group);
          return (
            <section key={group} hidden={!own.some(isShown)} aria-label={GROUP_NAMES[group]}>
              <h2 className="mb-1 text-sm font-medium text-muted">{GROUP_NAMES[group]}</h2>
              <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
                {own.map((method) => (
                  <MethodRow
                    key={method.id}
                    method={method}
                    hidden={!isShown(method)}
                    arms={armsOf(method)}
                    form={form}
                    onAdd={() => onAdd(method)}
                    onClear={() => onClear(method)}
                  />
                ))}
              </ul>
            </section>
          );
        })}
      </div>
      {methods.some(isShown) ? null : <p className="text-sm text-muted">No method has this in its name.</p>}
    </fieldset>
  );
}
