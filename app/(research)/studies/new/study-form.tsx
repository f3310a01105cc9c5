"use client";

import { type RefObject, useState } from "react";
import { Field, Select, TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { StudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { LANGUAGES, LanguageTag } from "#lib/study/languages/languages.ts";
import { comparableArms } from "#lib/study/resolve-comparison.ts";
import { templateOptions } from "#lib/study/template-options.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { MOST_PRACTICE, MOST_TRAINING } from "#lib/study/training.ts";
import { useActionForm } from "../../_shell/use-action-form.ts";
import { createStudyAction } from "../actions.ts";
import { ArmFields } from "./arm-fields.tsx";
import { CheckFields } from "./check-fields.tsx";
import type { Draft } from "./draft.ts";
import { NewVersion } from "./new-version.tsx";
import { QualityFields } from "./quality-fields.tsx";
import { RecruitmentFields } from "./recruitment-fields.tsx";
import { RetentionField } from "./retention-field.tsx";
import { TemplateFields } from "./template-fields.tsx";
import { TemplatePicker } from "./template-picker.tsx";

interface StudyFormProps {
  choices: readonly StudyChoice[];
  /** The run to begin with. */
  runId: string;
  draft: Draft;
  onDraft: (change: Partial<Draft>) => void;
  /** Whoever reads the fields does so from here, after something in them has changed. */
  form: RefObject<HTMLFormElement | null>;
  onChange: () => void;
  /** The study whose new version this is; null for a study of its own. */
  before: StudyDefaults | null;
}

export function StudyForm({ choices, draft, onDraft, onChange, before, ...first }: StudyFormProps) {
  const { state, form } = useActionForm(createStudyAction);
  /** Until it is typed, the template names the study. */
  const [name, setName] = useState<string | null>(before?.name ?? null);
  const [runId, setRunId] = useState(first.runId);
  const run = choices.find((choice) => choice.runId === runId) ?? choices[0];
  const template = requireTemplate(draft.templateId);
  const sameMaterial = before !== null && before.runId === run.runId && before.templateId === template.id;
  const { training } = templateOptions(template);
  const error = (name: string) => state.fields[name];
  const wrong = (name: string) => Boolean(error(name));
  return (
    <form {...form} ref={first.form} onChange={onChange} className="grid gap-6" noValidate>
      {state.error ? (
        <Notice tone="danger" title="The study was not created" live>
          {state.error}
        </Notice>
      ) : null}
      {before ? <NewVersion before={before} /> : null}
      <TemplatePicker
        value={draft.templateId}
        onChange={(templateId) => onDraft({ templateId, panels: null })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field id="name" label="Name" error={error("name")}>
          <TextInput
            id="name"
            name="name"
            value={name ?? template.title}
            onChange={(event) => setName(event.target.value)}
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
      <ArmFields
        key={`${run.runId} ${template.id}`}
        choices={choices}
        run={run}
        template={template}
        chosen={sameMaterial ? before?.armIds : undefined}
      />
      <TemplateFields
        key={template.id}
        template={template}
        arms={comparableArms(template, run.arms)}
        errors={state.fields}
        points={draft.points}
        onPoints={(points) => onDraft({ points })}
        panels={draft.panels}
        onPanels={(panels) => onDraft({ panels })}
        before={sameMaterial ? before : null}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          id="trialsPerRater"
          label="Trials per person"
          hint={
            training
              ? "Empty: up to 24 pictures of the test."
              : "Empty: up to 24, so that everyone meets each arm equally often."
          }
          error={error("trialsPerRater")}
        >
          <TextInput
            id="trialsPerRater"
            name="trialsPerRater"
            type="number"
            min={1}
            defaultValue={before?.design.trialsPerRater}
            hinted
            invalid={wrong("trialsPerRater")}
          />
        </Field>
        <Field
          id="practice"
          label={training ? "Training pictures" : "Practice pictures"}
          hint={
            training
              ? "What people learn from, the same for everybody. Empty: 15, or half of the images."
              : "Set aside for the instruction; not counted."
          }
          error={error("practice")}
        >
          <TextInput
            key={String(training)}
            id="practice"
            name="practice"
            type="number"
            min={training ? 1 : 0}
            max={training ? MOST_TRAINING : MOST_PRACTICE}
            defaultValue={sameMaterial ? before?.practice : training ? "" : 3}
            hinted
            invalid={wrong("practice")}
          />
        </Field>
        <Field id="quota" label="Most people" hint="Empty: no limit." error={error("quota")}>
          <TextInput
            id="quota"
            name="quota"
            type="number"
            min={1}
            defaultValue={before?.design.quota ?? undefined}
            hinted
            invalid={wrong("quota")}
          />
        </Field>
        <Field id="seed" label="Seed" hint="Determines who sees what." error={error("seed")}>
          <TextInput
            id="seed"
            name="seed"
            type="number"
            min={0}
            defaultValue={before?.seed ?? 1}
            hinted
            invalid={wrong("seed")}
          />
        </Field>
        <Field id="language" label="Participants’ language" hint="Class names stay as they are.">
          <Select
            id="language"
            name="language"
            hinted
            value={draft.language}
            onChange={(event) => onDraft({ language: LanguageTag.parse(event.target.value) })}
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
          <TextInput
            id="contact"
            name="contact"
            autoComplete="off"
            defaultValue={before?.design.contact}
            hinted
            invalid={wrong("contact")}
          />
        </Field>
        <RetentionField before={before} error={error("retentionMonths")} />
      </div>
      <CheckFields
        key={`checks ${template.id}`}
        template={template}
        before={before?.design.checks}
        errors={state.fields}
      />
      <QualityFields errors={state.fields} before={before?.design.exclusions} />
      <RecruitmentFields errors={state.fields} />
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
