"use client";

import { useActionState, useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { type PreviewState, previewSplitsAction } from "./actions.ts";
import { SplitPreviewPanel } from "./split-preview.tsx";

const UNASKED: PreviewState = { ...NOTHING_SENT, wish: null, preview: null };
const SHARES = [
  { split: "train", percent: 70 },
  { split: "validation", percent: 15 },
  { split: "test", percent: 15 },
] as const;

const KEYS: Record<string, { label: string; hint: string } | undefined> = {
  attribute: { label: "Attribute", hint: "e.g. patient: images with the same value stay together." },
  tag: {
    label: "Tags that begin with",
    hint: "e.g. patient: - images with the same such tag stay together.",
  },
  file: {
    label: "Pattern of the file name",
    hint: "{group} is the group's name, * anything: patient-{group}_*",
  },
};

interface SplitFormProps {
  datasetId: string;
  /** Whether look-alikes have been looked for: only then can they be kept together. */
  compared: boolean;
}

/** Shares, scope, groups and seed, and what they would lead to. */
export function SplitForm({ datasetId, compared }: SplitFormProps) {
  const [{ error, fields, wish: sent, preview }, send] = useActionState(previewSplitsAction, UNASKED);
  const [groupBy, setGroupBy] = useState("nothing");
  const key = KEYS[groupBy];
  // A form that was sent is reset by React to what it began with: it begins with what was sent.
  return (
    <>
      <form action={send} className="grid max-w-3xl gap-4" key={JSON.stringify(sent)}>
        <input type="hidden" name="datasetId" value={datasetId} />
        <fieldset className="grid grid-cols-3 gap-3">
          <legend className="mb-1 text-sm font-medium">Shares, %</legend>
          {SHARES.map(({ split, percent }) => (
            <Field key={split} id={split} label={split} error={fields[`shares.${split}`]}>
              <TextInput
                id={split}
                name={split}
                type="number"
                min={0}
                max={100}
                step="any"
                required
                defaultValue={String(sent?.shares[split] ?? percent)}
              />
            </Field>
          ))}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="scope" label="Images">
            <Select id="scope" name="scope" defaultValue={sent?.scope ?? "all"}>
              <option value="all">All, whatever split they have</option>
              <option value="unsplit">Only those without a split; the others stay</option>
            </Select>
          </Field>
          <Field id="seed" label="Seed" hint="The same seed gives the same splits." error={fields.seed}>
            <TextInput
              id="seed"
              name="seed"
              defaultValue={sent?.seed ?? "0"}
              maxLength={100}
              hinted
              required
            />
          </Field>
          <Field id="groupBy" label="Keep together what has the same">
            <Select
              id="groupBy"
              name="groupBy"
              value={groupBy}
              onChange={(event) => setGroupBy(event.target.value)}
            >
              <option value="nothing">nothing: each image for itself</option>
              <option value="attribute">attribute</option>
              <option value="tag">tag</option>
              <option value="file">part of the file name</option>
            </Select>
          </Field>
          {key ? (
            <Field id="groupKey" label={key.label} hint={key.hint} error={fields.groupKey}>
              <TextInput
                id="groupKey"
                name="groupKey"
                defaultValue={sent?.groupKey ?? ""}
                maxLength={200}
                hinted
                invalid={Boolean(fields.groupKey)}
              />
            </Field>
          ) : null}
        </div>
        <label className="flex min-h-8 items-center gap-2 text-sm">
          <input
            type="checkbox"
            name="withDuplicates"
            defaultChecked={sent?.withDuplicates ?? true}
            className="size-4 accent-accent"
          />
          Keep images that look alike in one split
          {compared ? null : <span className="text-warn">(none are known: look for duplicates first)</span>}
        </label>
        <FormError>{error}</FormError>
        <div>
          <SubmitButton look={preview ? "secondary" : "primary"} pendingLabel="Computing…">
            Preview
          </SubmitButton>
        </div>
      </form>
      {sent && preview ? (
        <SplitPreviewPanel key={JSON.stringify(sent)} wish={sent} preview={preview} />
      ) : null}
    </>
  );
}
