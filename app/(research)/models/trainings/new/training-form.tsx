"use client";

import { type FormEvent, startTransition, useActionState, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { TrainingChoices } from "#lib/services/trainings/list-training-choices.ts";
import { NOTHING_SENT } from "../../../_shell/action-state.ts";
import { startTrainingAction } from "../../actions.ts";
import type { FormValues } from "./form-values.ts";
import { KindChoice } from "./kind-choice.tsx";
import { MoreSettings } from "./more-settings.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { SlotSettings } from "./slot-settings.tsx";
import { usePreview } from "./use-preview.ts";

interface TrainingFormProps {
  choices: TrainingChoices;
  first: FormValues;
}

const PRISMA_KINDS: Record<string, string> = {
  fc: "fc",
  scouter_plus: "scouter+",
  scouter_minus: "scouter-",
};

export function TrainingForm({ choices, first }: TrainingFormProps) {
  const [state, send, isSending] = useActionState(startTrainingAction, NOTHING_SENT);
  const [values, setValues] = useState(first);
  const form = useRef<HTMLFormElement>(null);
  const preview = usePreview(form, values);
  const set = (part: Partial<FormValues>) => setValues((now) => ({ ...now, ...part }));
  const beginnings = (kind: string) =>
    choices.models.filter((model) => model.kind === "fc" || PRISMA_KINDS[model.kind] === kind);
  const initial = beginnings(values.kind).find(({ id }) => id === values.initialModelId);
  const error = (name: string) => state.fields[name];
  const field = { values, set, error };

  function chooseKind(kind: string) {
    const [baseline] = choices.models.filter((model) => model.kind === "fc");
    set({ kind, initialModelId: kind === "fc" ? "" : (baseline?.id ?? "") });
  }

  // As the form's `action` it would be followed by a reset, which a choice does not survive.
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    startTransition(() => send(data));
  }

  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_300px]"
    >
      <div className="grid gap-6">
        {state.error ? (
          <Notice tone="danger" title="The training was not started" live>
            {state.error}
          </Notice>
        ) : null}
        <KindChoice value={values.kind} onChange={chooseKind} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="name" label="Name of the model" error={error("name")}>
            <TextInput
              id="name"
              name="name"
              value={values.name}
              onChange={(event) => set({ name: event.target.value })}
              autoComplete="off"
              placeholder="Scenes SCOUTER+"
              invalid={Boolean(error("name"))}
            />
          </Field>
          <Field id="versionId" label="Dataset version" error={error("versionId")}>
            <Select
              id="versionId"
              name="versionId"
              value={values.versionId}
              onChange={(event) => set({ versionId: event.target.value })}
            >
              {choices.versions.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </Select>
          </Field>
          <Field
            id="initialModelId"
            label="Begin with"
            hint={
              initial
                ? "Takes over all that fits; a slot head keeps its backbone."
                : "The network begins with random numbers."
            }
          >
            <Select
              id="initialModelId"
              name="initialModelId"
              hinted
              value={initial?.id ?? ""}
              onChange={(event) => set({ initialModelId: event.target.value })}
            >
              <option value="">Nothing</option>
              {beginnings(values.kind).map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Field id="backbone" label="Backbone" hint={initial ? "That of the model it begins with." : null}>
            {initial ? (
              <TextInput
                id="backbone"
                value={initial.backbone}
                readOnly
                hinted
                className="bg-fill! text-muted"
              />
            ) : (
              <Select
                id="backbone"
                name="backbone"
                value={values.backbone || choices.backbones[0].id}
                onChange={(event) => set({ backbone: event.target.value })}
              >
                {choices.backbones.map(({ id, inputSize }) => (
                  <option key={id} value={id}>
                    {id} ({inputSize} px)
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field id="recipe" label="Recipe" hint="What is left empty below comes from it.">
            <Select
              id="recipe"
              name="recipe"
              hinted
              value={values.recipe}
              onChange={(event) => set({ recipe: event.target.value })}
            >
              <option value="">Suited to the kind</option>
              <option value="fc">Whole network, one cycle</option>
              <option value="slot-head">Slot head on a frozen backbone</option>
              <option value="paper">As in the paper: whole network, AdamW at 1e-4</option>
            </Select>
          </Field>
          <Field id="epochs" label="Epochs" error={error("epochs")}>
            <TextInput
              id="epochs"
              name="epochs"
              type="number"
              min={1}
              value={values.epochs}
              placeholder={preview.placeholder((settings) => settings.epochs)}
              onChange={(event) => set({ epochs: event.target.value })}
              invalid={Boolean(error("epochs"))}
            />
          </Field>
        </div>
        {values.kind === "fc" ? null : <SlotSettings {...field} />}
        <MoreSettings {...field} placeholder={preview.placeholder} isOpen={hasMore(first)} />
      </div>
      <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <PreviewPanel state={preview.state} />
      </div>
      <div>
        <Button type="submit" look="primary" disabled={isSending}>
          {isSending ? "Starting…" : "Start training"}
        </Button>
      </div>
    </form>
  );
}

/** Whether an earlier training asked for something that is folded away otherwise. */
function hasMore({ batch, learningRate, size, freeze, patience, keep, set }: FormValues): boolean {
  return [batch, learningRate, size, freeze, patience, keep, set].some((value) => value !== "");
}
