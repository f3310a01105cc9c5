"use client";

import { classNames } from "#components/ui/class-names.ts";
import type { Method } from "./methods.ts";

interface MethodSwitchProps {
  methods: readonly Method[];
  value: string;
  onChange: (id: string) => void;
}

export function MethodSwitch({ methods, value, onChange }: MethodSwitchProps) {
  return (
    <fieldset className="inline-flex flex-wrap rounded-md border border-edge/60 p-0.5 text-sm">
      <legend className="sr-only">Method</legend>
      {methods.map(({ id, label, says }, index) => (
        <label
          key={id}
          title={says}
          className={classNames(
            "inline-flex min-h-7 cursor-pointer items-center rounded px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:min-h-10",
            id === value ? "bg-fill font-medium text-ink" : "text-muted hover:text-ink",
          )}
        >
          <input
            type="radio"
            name="method"
            className="sr-only"
            checked={id === value}
            onChange={() => onChange(id)}
            data-shortcut={String(index + 1)}
            data-shortcut-label={`Method: ${label}`}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
