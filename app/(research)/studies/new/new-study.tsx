"use client";

import { useEffect, useRef, useState } from "react";
import type { StudyDefaults } from "#lib/services/studies/get-study-defaults.ts";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { responseOf } from "#lib/study/response-of.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { templateOptions } from "#lib/study/template-options.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Draft } from "./draft.ts";
import { PlanPanel } from "./plan-panel.tsx";
import { StudyForm } from "./study-form.tsx";
import { panelsOf } from "./template-groups.ts";
import { TemplatePreview } from "./template-preview.tsx";
import { type PlanAsked, useStudyPlan } from "./use-study-plan.ts";

const NOTHING_ASKED: PlanAsked = {
  raters: "40",
  payPerHour: "",
  feePercent: "",
  difference: "",
  spread: "",
  correlation: "",
};

interface NewStudyProps {
  choices: readonly StudyChoice[];
  /** The template to begin with. */
  templateId: TemplateId;
  /** The run to begin with. */
  runId: string;
  /** The study whose new version this is; null for a study of its own. */
  before: StudyDefaults | null;
}

function draftOf(templateId: TemplateId, before: StudyDefaults | null): Draft {
  if (!before) return { templateId, language: "en", points: 5, panels: null };
  const { language, points, panels } = before.design;
  const isFree = templateOptions(requireTemplate(before.templateId)).leastPanels !== null;
  return { templateId: before.templateId, language, points: points ?? 5, panels: isFree ? panels : null };
}

/** The form, and beside it what a rater will see with what was chosen there, and what the study would come to. */
export function NewStudy({ choices, templateId, runId, before }: NewStudyProps) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(templateId, before));
  const template = requireTemplate(draft.templateId);
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState(NOTHING_ASKED);
  const { state, onFormChange } = useStudyPlan(form, asked);
  // A chosen template changes fields that nobody has touched.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the draft stands for them
  useEffect(onFormChange, [draft]);
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_320px]">
      <StudyForm
        form={form}
        onChange={onFormChange}
        choices={choices}
        runId={runId}
        before={before}
        draft={draft}
        onDraft={(change) => setDraft((old) => ({ ...old, ...change }))}
      />
      <div className="grid gap-8">
        <TemplatePreview
          template={{ ...template, response: responseOf(template, draft) }}
          panels={draft.panels ?? panelsOf(template)}
          language={draft.language}
          view={state.view}
        />
        <PlanPanel
          state={state}
          asked={asked}
          onAsked={(change) => setAsked((old) => ({ ...old, ...change }))}
        />
      </div>
    </div>
  );
}
