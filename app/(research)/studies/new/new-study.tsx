"use client";

import { useState } from "react";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import type { LanguageTag } from "#lib/study/languages/languages.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { StudyForm } from "./study-form.tsx";
import { TemplatePreview } from "./template-preview.tsx";

interface NewStudyProps {
  choices: readonly StudyChoice[];
  templateId: string;
  /** The run to begin with. */
  runId: string;
}

/** The form, and beside it what a rater will see in the language chosen there. */
export function NewStudy({ choices, templateId, runId }: NewStudyProps) {
  const [language, setLanguage] = useState<LanguageTag>("en");
  return (
    <div className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_280px]">
      <StudyForm
        choices={choices}
        templateId={templateId}
        runId={runId}
        language={language}
        onLanguage={setLanguage}
      />
      <TemplatePreview template={requireTemplate(templateId)} language={language} />
    </div>
  );
}
