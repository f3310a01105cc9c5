"use client";

import { useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { LANGUAGES, LanguageTag } from "#lib/study/languages/languages.ts";
import { useActionForm } from "../../_shell/use-action-form.ts";
import { createStudyAction } from "../actions.ts";
import { QualityFields } from "./quality-fields.tsx";

interface StudyFormProps {
  choices: readonly StudyChoice[];
  templateId: string;
  /** The run to begin with. */
  runId: string;
  /** Of the participants' pages. */
  language: LanguageTag;
  onLanguage: (language: LanguageTag) => void;
}

export function StudyForm({ choices, templateId, language, onLanguage, ...first }: StudyFormProps) {
  const { state, form } = useActionForm(createStudyAction);
  const [runId, setRunId] = useState(first.runId);
  const run = choices.find((choice) => choice.runId === runId) ?? choices[0];
  const error = (name: string) => state.fields[name];
  const wrong = (name: string) => Boolean(error(name));
  return (
    <form {...form} className="grid gap-6" noValidate>
      {state.error ? (
        <Notice tone="danger" title="The study was not created" live>
          {state.error}
        </Notice>
      ) : null}
      <input type="hidden" name="templateId" value={templateId} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="name" label="Name" error={error("name")}>
          <TextInput
            id="name"
            name="name"
            defaultValue="How plausible are the maps?"
            invalid={wrong("name")}
          />
        </Field>
        <Field id="runId" label="Run whose maps are rated" hint={`${run.imageCount} images`}>
          <Select
            id="runId"
            name="runId"
            hinted
            value={run.runId}
            onChange={(event) => setRunId(event.target.value)}
          >
            {choices.map((choice) => (
              <option key={choice.runId} value={choice.runId}>
                {choice.label}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <fieldset key={run.runId}>
        <legend className="mb-1 text-sm font-medium">Arms to compare</legend>
        <ul className="grid gap-x-4 rounded-lg border border-line bg-surface px-4 py-2 sm:grid-cols-2">
          {run.arms.map((arm) => (
            <li key={arm.id}>
              <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
                <input
                  type="checkbox"
                  name="arm"
                  value={arm.id}
                  defaultChecked
                  className="size-4 accent-accent"
                />
                {arm.label}
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id="trialsPerRater"
          label="Trials per person"
          hint="Empty: up to 24, so that everyone meets each arm equally often."
          error={error("trialsPerRater")}
        >
          <TextInput
            id="trialsPerRater"
            name="trialsPerRater"
            type="number"
            min={1}
            hinted
            invalid={wrong("trialsPerRater")}
          />
        </Field>
        <Field
          id="practice"
          label="Practice pictures"
          hint="Set aside for the instruction; not counted."
          error={error("practice")}
        >
          <TextInput
            id="practice"
            name="practice"
            type="number"
            min={0}
            max={8}
            defaultValue={3}
            hinted
            invalid={wrong("practice")}
          />
        </Field>
        <Field id="quota" label="Most people" hint="Empty: no limit." error={error("quota")}>
          <TextInput id="quota" name="quota" type="number" min={1} hinted invalid={wrong("quota")} />
        </Field>
        <Field id="seed" label="Seed" hint="Determines who sees what." error={error("seed")}>
          <TextInput
            id="seed"
            name="seed"
            type="number"
            min={0}
            defaultValue={1}
            hinted
            invalid={wrong("seed")}
          />
        </Field>
        <Field id="language" label="Participants’ language" hint="Class names stay as they are.">
          <Select
            id="language"
            name="language"
            hinted
            value={language}
            onChange={(event) => onLanguage(LanguageTag.parse(event.target.value))}
          >
            {Object.entries(LANGUAGES).map(([tag, { name }]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          id="contact"
          label="Whom participants can ask"
          hint="Shown with the consent text."
          error={error("contact")}
        >
          <TextInput id="contact" name="contact" autoComplete="off" hinted invalid={wrong("contact")} />
        </Field>
      </div>
      <QualityFields errors={state.fields} />
      <label className="flex min-h-8 items-center gap-2">
        <input type="checkbox" name="openWhenReady" defaultChecked className="size-4 accent-accent" />
        Open the link as soon as the pictures are drawn
      </label>
      <div>
        <SubmitButton pendingLabel="Creating…">Create study</SubmitButton>
      </div>
    </form>
  );
}
