"use client";

import { useState } from "react";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { responseOf } from "#lib/study/response-of.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Draft } from "./draft.ts";
import { StudyForm } from "./study-form.tsx";
import { panelsOf } from "./template-groups.ts";
import { TemplatePreview } from "./template-preview.tsx";

interface NewStudyProps {
  choices: readonly StudyChoice[];
  /** The template to begin with. */
  templateId: TemplateId;
  /** The run to begin with. */
  runId: string;
}

/** The form, and beside it what a rater will see with what was chosen there. */
export function NewStudy({ choices, templateId, runId }: NewStudyProps) {
  const [draft, setDraft] = useState<Draft>({ templateId, language: "en", points: 5, panels: null });
  const template = requireTemplate(draft.templateId);
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_280px]">
      <StudyForm
        choices={choices}
        runId={runId}
        draft={draft}
        onDraft={(change) => setDraft((old) => ({ ...old, ...change }))}
      />
      <TemplatePreview
        template={{ ...template, response: responseOf(template, draft) }}
        panels={draft.panels ?? panelsOf(template)}
        language={draft.language}
      />
    </div>
  );
}
