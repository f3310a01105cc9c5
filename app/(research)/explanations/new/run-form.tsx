"use client";

import { type FormEvent, startTransition, useActionState, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { MethodChoice, RunChoices } from "#lib/services/explanations/list-run-choices.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { startRunAction } from "../actions.ts";
import { ConfirmCost } from "./confirm-cost.tsx";
import { CostPanel } from "./cost-panel.tsx";
import { armWish, type FormArm, labelOf, type RunFormWish } from "./form-arms.ts";
import { BASELINE, JudgeField } from "./judge-field.tsx";
import { MethodList } from "./method-list.tsx";
import { useArms } from "./use-arms.ts";
import { useEstimate } from "./use-estimate.ts";
import { useMeasurement } from "./use-measurement.ts";

const FIRST = { name: "New comparison", sampleSize: "24", seed: "1", judge: BASELINE };

export function RunForm({ choices }: { choices: RunChoices }) {
  const [state, send, isSending] = useActionState(
    (before: typeof NOTHING_SENT, wish: RunFormWish) => startRunAction(before, wish),
    NOTHING_SENT,
  );
  const [values, setValues] = useState({ ...FIRST, versionId: choices.versions[0].id });
  const { arms, add, clear, change, remove } = useArms(choices);
  const [sent, setSent] = useState("");
  const [confirmed, setConfirmed] = useState<number | null>(null);
  const measurement = useMeasurement();
  const set = (part: Partial<typeof values>) => setValues((now) => ({ ...now, ...part }));
  const version = choices.versions.find((candidate) => candidate.id === values.versionId);
  const methods = new Map(choices.methods.map((method) => [method.id, method]));
  const methodOf = (arm: FormArm) => methods.get(arm.explainerId) as MethodChoice;
  const classNamesOf = (modelId: string) => choices.classLists[choices.classListOf[modelId]] ?? [];
  const nameOf = (arm: FormArm) =>
    labelOf(arm, methodOf(arm), { arms, classNames: classNamesOf(arm.modelId) });

  const wish: RunFormWish = {
    name: values.name,
    versionId: values.versionId,
    sampleSize: Number(values.sampleSize),
    seed: Number(values.seed),
    judge: values.judge || null,
    arms: arms.map((arm) => armWish(arm, methodOf(arm), nameOf(arm))),
  };
  const isMeasuring = measurement.runId !== null;
  const estimate = useEstimate(wish, isMeasuring);
  const { preview } = estimate;
  const isConfirmed = preview !== null && confirmed === preview.passes;
  const isAsked = preview?.needsConfirmation === true;
  // What was said of the form that was sent holds until something in it is changed.
  const isAsSent = sent === JSON.stringify(wish);
  const error = (field: string) => estimate.fields[field] ?? (isAsSent ? state.fields[field] : undefined);
  const held = version?.heldOutCount ?? 0;
  const tooMany = wish.sampleSize > held ? `This version has ${held} held-out images.` : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    setSent(JSON.stringify(wish));
    startTransition(() =>
      send({ ...wish, ...(isAsked && isConfirmed ? { confirmedCost: preview.passes } : {}) }),
    );
  }

  return (
    <form
      onSubmit={submit}
      noValidate
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_300px]"
    >
      <div className="grid min-w-0 gap-6">
        {state.error && isAsSent ? (
          <Notice tone="danger" title="The run was not started" live>
            {state.error}
          </Notice>
        ) : null}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="name" label="Name" error={error("name")}>
            <TextInput
              id="name"
              value={values.name}
              onChange={(event) => set({ name: event.target.value })}
              autoComplete="off"
              invalid={Boolean(error("name"))}
            />
          </Field>
          <Field
            id="versionId"
            label="Dataset version"
            hint={`${version?.heldOutCount ?? 0} held-out images`}
            error={error("versionId")}
          >
            <Select
              id="versionId"
              hinted
              value={values.versionId}
              onChange={(event) => set({ versionId: event.target.value })}
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
            error={error("sampleSize") ?? tooMany}
          >
            <TextInput
              id="sampleSize"
              type="number"
              min={1}
              hinted
              value={values.sampleSize}
              onChange={(event) => set({ sampleSize: event.target.value })}
              invalid={Boolean(error("sampleSize") ?? tooMany)}
            />
          </Field>
          <Field
            id="seed"
            label="Seed"
            hint="The same seed draws the same images and the same noise."
            error={error("seed")}
          >
            <TextInput
              id="seed"
              type="number"
              min={0}
              hinted
              value={values.seed}
              onChange={(event) => set({ seed: event.target.value })}
              invalid={Boolean(error("seed"))}
            />
          </Field>
        </div>
        <JudgeField
          models={choices.judges}
          value={values.judge}
          onChange={(judge) => set({ judge })}
          error={error("judge")}
        />
        <MethodList
          methods={choices.methods}
          arms={arms}
          onAdd={add}
          onClear={clear}
          form={{
            change,
            remove,
            classNamesOf,
            labelOf: nameOf,
            errorOf: (place, field) => error(`arms.${place}.${field}`),
          }}
        />
      </div>
      <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:h-full">
        <CostPanel state={estimate} measuring={{ ...measurement, start: () => measurement.start(wish) }} />
      </div>
      <div className="grid gap-4">
        {isAsked ? (
          <ConfirmCost
            preview={preview}
            isConfirmed={isConfirmed}
            onChange={(on) => setConfirmed(on ? preview.passes : null)}
            error={isConfirmed ? undefined : error("confirmedCost")}
          />
        ) : null}
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" look="primary" disabled={isSending}>
            {isSending ? "Starting…" : "Start run"}
          </Button>
          <p className="text-sm text-muted" aria-live="polite">
            {wish.sampleSize || 0} images × {arms.length} {arms.length === 1 ? "arm" : "arms"}
          </p>
        </div>
      </div>
    </form>
  );
}
