"use client";

import { usePathname, useRouter } from "next/navigation";
import { startTransition, useActionState, useOptimistic, useState } from "react";
import { Field, Select } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { WriterDescription } from "#lib/formats/writers/describe-writer.ts";
import type { ShapeCounts } from "#lib/services/exports/count-shapes.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { startExportAction } from "./actions.ts";
import { OutcomeTable } from "./outcome-table.tsx";

interface ExportFormProps {
  datasetId: string;
  writers: readonly WriterDescription[];
  versions: readonly number[];
  /** Of which all below is said; null for the data set as it is. */
  version: number | null;
  splits: readonly string[];
  classes: readonly string[];
  shapes: ShapeCounts;
  imageCount: number;
}

/** What to export, and what the chosen format will make of it. */
export function ExportForm(props: ExportFormProps) {
  const { datasetId, writers, versions, version, splits, classes, shapes, imageCount } = props;
  const [state, send] = useActionState(startExportAction, NOTHING_SENT);
  const [format, setFormat] = useState(writers[0].id);
  const [withPictures, setWithPictures] = useState(true);
  // What was chosen is sent, also while the page of that version still loads.
  const [shown, show] = useOptimistic(version);
  const router = useRouter();
  const path = usePathname();
  const chooseVersion = (value: string) =>
    startTransition(() => {
      show(value === "" ? null : Number(value));
      router.replace(value === "" ? path : `${path}?version=${value}`, { scroll: false });
    });
  const writer = writers.find(({ id }) => id === format) ?? writers[0];
  const mustHavePictures = writer.pictures !== "apart";
  return (
    <form action={send} className="grid gap-6 lg:grid-cols-[20rem_1fr]">
      <input type="hidden" name="datasetId" value={datasetId} />
      <div className="grid content-start gap-4">
        <Field id="format" label="Format">
          <Select
            id="format"
            name="format"
            value={format}
            onChange={(event) => setFormat(event.target.value)}
          >
            {writers.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="version" label="Version">
          <Select
            id="version"
            name="version"
            value={shown ?? ""}
            onChange={({ target: { value } }) => chooseVersion(value)}
          >
            <option value="">As it is now</option>
            {versions.map((number) => (
              <option key={number} value={number}>
                Version {number}
              </option>
            ))}
          </Select>
        </Field>
        <Choice id="split" label="Split" all="All splits" values={splits} />
        <Choice id="className" label="Class of the image" all="All classes" values={classes} />
        <label className="flex min-h-9 items-center gap-2 max-sm:min-h-11">
          <input
            type="checkbox"
            name={mustHavePictures ? undefined : "pictures"}
            checked={withPictures || mustHavePictures}
            disabled={mustHavePictures}
            onChange={(event) => setWithPictures(event.target.checked)}
            className="size-4 accent-accent"
          />
          With the images themselves
        </label>
        {mustHavePictures ? (
          <>
            <input type="hidden" name="pictures" value="on" />
            <p className="text-xs text-muted">This format is made of them.</p>
          </>
        ) : null}
        {state.error ? (
          <Notice tone="danger" title="The export was not started" live>
            {state.error}
          </Notice>
        ) : null}
        <div>
          <SubmitButton pendingLabel="Starting…" disabled={imageCount === 0}>
            Export
          </SubmitButton>
        </div>
        {imageCount === 0 ? (
          <p className="text-sm text-muted">There are no images yet: import some first.</p>
        ) : null}
      </div>
      <OutcomeTable writer={writer} shapes={shapes} />
    </form>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  /** Said for no choice. */
  all: string;
  values: readonly string[];
}

function Choice({ id, label, all, values }: ChoiceProps) {
  if (values.length < 2) return null;
  return (
    <Field id={id} label={label}>
      <Select id={id} name={id} defaultValue="">
        <option value="">{all}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </Select>
    </Field>
  );
}
