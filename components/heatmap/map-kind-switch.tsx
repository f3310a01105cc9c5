"use client";

import { classNames } from "#components/ui/class-names.ts";
import type { SlotMapKind } from "./pair-model.ts";

const KINDS: { kind: SlotMapKind; label: string; title: string }[] = [
  { kind: "attention", label: "Attention", title: "Where the class's slot looks: the map of the paper" },
  { kind: "additive", label: "Shares of the logit", title: "What each cell adds to the logit" },
];

export function MapKindSwitch({
  value,
  onChange,
}: {
  value: SlotMapKind;
  onChange: (kind: SlotMapKind) => void;
}) {
  return (
    <fieldset className="inline-flex rounded-md border border-edge/60 p-0.5 text-sm">
      <legend className="sr-only">What the cells of a map are</legend>
      {KINDS.map(({ kind, label, title }) => (
        <label
          key={kind}
          title={title}
          className={classNames(
            "inline-flex min-h-7 cursor-pointer items-center rounded px-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:min-h-10",
            value === kind ? "bg-fill font-medium text-ink" : "text-muted hover:text-ink",
          )}
        >
          <input
            type="radio"
            name="map-kind"
            className="sr-only"
            checked={value === kind}
            onChange={() => onChange(kind)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
