"use client";

import { useActionState, useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { RunChoices } from "#lib/services/explanations/list-run-choices.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { startRunAction } from "../actions.ts";
import { JudgeField } from "./judge-field.tsx";
import { MethodList } from "./method-list.tsx";

const DEFAULT_SAMPLE = 24;

/** A first comparison: these where some model has them, then the next of the list. */
const STARTING = ["scouter+", "scouter-", "grad-cam"];

function startingMethods({ methods }: RunChoices) {
  const usable = methods.filter((method) => method.models.length > 0);
  const rank = ({ id }: { id: string }) => Number(!STARTING.includes(id));
  return usable.sort((a, b) => rank(a) - rank(b)).slice(0, STARTING.length);
}

export function RunForm({ choices }: { choices: RunChoices }) {
  const [state, send] = useActionState(startRunAction, NOTHING_SENT);
  const [versionId, setVersionId] = useState(choices.versions[0].id);
  const [chosen, setChosen] = useState(() => new Set(startingMethods(choices).map((method) => method.id)));
  const [images, setImages] = useState(DEFAULT_SAMPLE);
  const version = choices.versions.find((candidate) => candidate.id === versionId);

  function toggle(id: string, on: boolean) {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  return (
    <form action={send} className="grid max-w-3xl gap-6" noValidate>
      {state.error ? (
        <Notice tone="danger" title="The run was not started" live>
          {state.error}
        </Notice>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="name" label="Name" error={state.fields.name}>
          <TextInput
            id="name"
            name="name"
            defaultValue="New comparison"
            invalid={Boolean(state.fields.name)}
          />
        </Field>
        <Field id="versionId" label="Dataset version" hint={`${version?.heldOutCount ?? 0} held-out images`}>
          <Select
            id="versionId"
            name="versionId"
            hinted
            value={versionId}
            onChange={(event) => setVersionId(event.target.value)}
          >
            {choices.versions.map((row) => (
              <option key={row.id} value={row.id}>
                {row.label}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          id="sampleSize"
          label="Images"
          hint="Drawn from the held-out images, balanced over the classes."
          error={state.fields.sampleSize}
        >
          <TextInput
            id="sampleSize"
            name="sampleSize"
            type="number"
            min={1}
            hinted
            value={images}
            onChange={(event) => setImages(Number(event.target.value))}
            invalid={Boolean(state.fields.sampleSize)}
          />
        </Field>
        <Field
          id="seed"
          label="Seed"
          hint="The same seed draws the same images and the same noise."
          error={state.fields.seed}
        >
          <TextInput
            id="seed"
            name="seed"
            type="number"
            min={0}
            defaultValue={1}
            hinted
            invalid={Boolean(state.fields.seed)}
          />
        </Field>
      </div>
      <JudgeField models={choices.judges} error={state.fields.judge} />
      <MethodList methods={choices.methods} chosen={chosen} onToggle={toggle} />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton pendingLabel="Starting…">Start run</SubmitButton>
        <p className="text-sm text-muted" aria-live="polite">
          {chosen.size * (images || 0)} maps: {images || 0} images × {chosen.size} arms
        </p>
      </div>
    </form>
  );
}
