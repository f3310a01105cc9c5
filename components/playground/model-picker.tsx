"use client";

import { useId } from "react";
import { formatPercent } from "#components/figures/format-number.ts";
import type { ModelChoice } from "./model-choices.ts";
import type { PlaygroundData, PlaygroundModel } from "./playground-data.ts";

interface ModelPickerProps {
  choices: readonly ModelChoice[];
  chosen: ModelChoice;
  absent: PlaygroundData["absent"];
  onPick: (id: string) => void;
}

const KINDS = { fc: "baseline", "scouter+": "SCOUTER+", "scouter-": "SCOUTER−" };

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

export function ModelPicker({ choices, chosen, absent, onPick }: ModelPickerProps) {
  const id = useId();
  return (
    <section>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        Model
      </label>
      <select
        id={id}
        value={chosen.id}
        onChange={(event) => onPick(event.target.value)}
        className="min-h-9 w-full rounded-md border border-edge/60 bg-surface px-2 text-sm text-ink max-sm:min-h-11"
      >
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.label}
          </option>
        ))}
      </select>
      <ul className="mt-2 grid gap-1.5">
        {chosen.models.map((model) => (
          <li key={model.id} className="text-sm text-muted">
            <ModelFacts model={model} />
          </li>
        ))}
      </ul>
      {absent.length > 0 ? (
        <details className="mt-2 text-sm text-muted">
          <summary className="min-h-6">{absent.length} more cannot run in a browser</summary>
          <ul className="mt-1 grid gap-1">
            {absent.map(({ name, reason }) => (
              <li key={name}>
                <span className="text-ink">{name}</span>: {reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function ModelFacts({ model }: { model: PlaygroundModel }) {
  const { kind, backbone, classNames, inputSize, bytes, reliability } = model;
  return (
    <>
      <span className="font-medium text-ink">{KINDS[kind]}</span>, {backbone}, {classNames.length} classes,{" "}
      {inputSize} px, {megabytes(bytes)}.{" "}
      {reliability && reliability.images > 0
        ? `${formatPercent(reliability.correct / reliability.images)} of ${reliability.images} pictures right (${reliability.on}).`
        : "How often it is right has not been measured."}
    </>
  );
}
