"use client";

const KINDS = [
  { id: "fc", name: "FC baseline", about: "A plain classifier: one linear layer on the pooled features." },
  { id: "scouter+", name: "SCOUTER+", about: "Slots gather the evidence for each class: why." },
  { id: "scouter-", name: "SCOUTER−", about: "Slots gather the evidence against each class: why not." },
];

interface KindChoiceProps {
  value: string;
  onChange: (kind: string) => void;
}

export function KindChoice({ value, onChange }: KindChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Kind</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {KINDS.map(({ id, name, about }) => (
          <label
            key={id}
            className="flex cursor-pointer items-start gap-2 rounded-lg border border-line bg-surface px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="kind"
              value={id}
              checked={value === id}
              onChange={() => onChange(id)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-medium">{name}</span>
              <span className="block text-xs text-muted">{about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
