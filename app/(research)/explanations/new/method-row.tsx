"use client";

import { useState } from "react";
import { Select } from "#components/ui/field.tsx";
import type { MethodChoice } from "#lib/services/explanations/list-run-choices.ts";
import { describeRule, TARGET_RULES } from "../_run/target-rule.ts";

interface MethodRowProps {
  method: MethodChoice;
  chosen: boolean;
  /** Out of sight while another is looked for. */
  hidden: boolean;
  onToggle: (chosen: boolean) => void;
}

/** Evidence against a class is asked of a class the image is not; evidence for, of the true one. */
const defaultRule = (method: MethodChoice) => (method.explains === "against" ? "least-similar" : "true");

/** One method with the model it explains and the class its maps are about. */
export function MethodRow({ method, chosen, hidden, onToggle }: MethodRowProps) {
  const { id, name, formula, models, refused } = method;
  const usable = models.length > 0;
  const [rule, setRule] = useState(defaultRule(method));
  const label = rule === "true" ? name : `${name}, ${describeRule(rule).replace(/ class$/, "")}`;
  return (
    <li
      hidden={hidden}
      className="grid gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[minmax(0,1fr)_200px_200px] md:items-center [&[hidden]]:hidden"
    >
      <label className="flex min-h-8 items-start gap-2">
        <input
          type="checkbox"
          name="method"
          value={id}
          checked={chosen}
          disabled={!usable}
          onChange={(event) => onToggle(event.target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-muted">{formula}</span>
          {refused.length > 0 ? (
            <span className="mt-1 block text-xs text-warn">
              {usable ? `Not for ${refused.map((model) => model.name).join(", ")}: ` : ""}
              {refused[0].reason}
            </span>
          ) : null}
        </span>
      </label>
      <input type="hidden" name={`label.${id}`} value={label} />
      <Select
        name={`model.${id}`}
        aria-label={`Model explained by ${name}`}
        disabled={!chosen}
        className="disabled:opacity-50 max-md:disabled:hidden"
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
        name={`rule.${id}`}
        aria-label={`Class explained by ${name}`}
        disabled={!chosen}
        value={rule}
        onChange={(event) => setRule(event.target.value)}
        className="disabled:opacity-50 max-md:disabled:hidden"
      >
        {TARGET_RULES.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </Select>
    </li>
  );
}
