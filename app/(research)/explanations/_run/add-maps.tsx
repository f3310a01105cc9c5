"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, FileInput, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { AddedMaps } from "#lib/services/imported-maps/add-maps.ts";
import { MapsReportView } from "./maps-report-view.tsx";
import { sendMaps } from "./send-maps.ts";

interface AddMapsProps {
  runId: string;
  /** Models that the maps may explain. */
  models: readonly { id: string; name: string }[];
}

type Stage =
  | { at: "asking"; error?: string }
  | { at: "sending"; what: "looking" | "adding" }
  | { at: "looked" | "added"; found: AddedMaps };

/** Brings maps made elsewhere into the run: first a look at what fits, then the maps themselves. */
export function AddMaps({ runId, models }: AddMapsProps) {
  const router = useRouter();
  const [stage, setStage] = useState<Stage>({ at: "asking" });
  const fitting = stage.at === "looked" ? stage.found.methods.reduce((sum, one) => sum + one.fitting, 0) : 0;
  const isSending = stage.at === "sending";

  async function send(form: HTMLFormElement, dryRun: boolean) {
    setStage({ at: "sending", what: dryRun ? "looking" : "adding" });
    const answer = await sendMaps(runId, new FormData(form), dryRun);
    if ("error" in answer) return setStage({ at: "asking", error: answer.error });
    setStage({ at: dryRun ? "looked" : "added", found: answer });
    if (!dryRun) router.refresh();
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void send(event.currentTarget, stage.at !== "looked");
  }

  return (
    <form onSubmit={onSubmit} onChange={() => setStage({ at: "asking" })} className="grid max-w-3xl gap-4">
      <p className="max-w-prose text-sm text-muted">
        A .zip or .npz of arrays [height, width], or of grey 8 or 16 bit PNGs, named like the images (or by
        their SHA-256), or listed in a manifest.json. They become an arm of this run, are scored like the
        others and can be rated in studies. Up to 64 MB here;{" "}
        <code className="font-mono text-xs">bin/whynot maps add</code> takes folders of any size.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="maps-file" label="File of maps">
          <FileInput id="maps-file" name="file" accept=".zip,.npz,.npy,.png" required />
        </Field>
        <Field id="maps-label" label="Name of the method" hint="May be left out where a manifest says it.">
          <TextInput id="maps-label" name="label" maxLength={80} hinted />
        </Field>
        <Field
          id="maps-model"
          label="Model they explain"
          hint="Without one, only judges can say how faithful they are."
        >
          <Select id="maps-model" name="modelId" hinted>
            <option value="">none of these</option>
            {models.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field id="maps-target" label="Class they are about" hint="Where the manifest names none.">
          <Select id="maps-target" name="target" hinted>
            <option value="true">the image's true class</option>
            <option value="predicted">the model's answer</option>
          </Select>
        </Field>
        <Field id="maps-explains" label="High values mean">
          <Select id="maps-explains" name="explains">
            <option value="for">evidence for the class</option>
            <option value="against">evidence against the class</option>
            <option value="either">nothing of the model (a control)</option>
          </Select>
        </Field>
      </div>
      <div aria-live="polite" className="grid gap-4">
        {stage.at === "asking" && stage.error ? (
          <Notice tone="danger" title="Nothing was added">
            {stage.error}
          </Notice>
        ) : null}
        {stage.at === "looked" ? <MapsReportView found={stage.found} /> : null}
        {stage.at === "added" ? (
          <Notice title="The maps are in">
            {stage.found.methods.map(({ label, fitting: count }) => `${label}: ${count} maps`).join("; ")}. A
            worker scores them now.
          </Notice>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {stage.at === "looked" ? (
          <Button type="submit" look="primary" disabled={fitting === 0}>
            {fitting === 0 ? "Nothing to add" : `Add ${fitting} maps`}
          </Button>
        ) : (
          <Button type="submit" look="secondary" disabled={isSending}>
            {isSending ? (stage.what === "looking" ? "Looking…" : "Adding…") : "Look what fits"}
          </Button>
        )}
      </div>
    </form>
  );
}
