import { describeTask } from "#lib/study/describe-task.ts";
import { LANGUAGES, type LanguageTag } from "#lib/study/languages/languages.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { AnswerPreview } from "./answer-preview.tsx";
import { PicturePreview } from "./picture-preview.tsx";

interface TemplatePreviewProps {
  /** With the response as it was chosen. */
  template: StudyTemplate;
  /** Pictures a trial. */
  panels: number;
  language: LanguageTag;
}

/** What a rater sees on one screen, in the template's own words. */
export function TemplatePreview({ template, panels, language }: TemplatePreviewProps) {
  const { id, title, version, shows, response, cites } = template;
  const { lead, question, answer, responses } = LANGUAGES[language].templates[id];
  const task = describeTask(response, responses);
  const statement = template.only ?? "for";
  const asked = (
    <div className="mb-3">
      <p>
        {lead} {task.kind === "class" ? null : <strong>{answer[statement]("rabbit")}</strong>}
      </p>
      <p className="mt-1 font-medium">{question}</p>
    </div>
  );
  const words = LANGUAGES[language].page.task;
  const picture = (
    <PicturePreview
      panels={panels}
      plain={shows.kind === "plain" || shows.kind === "after-training"}
      kind={task.kind}
      words={words}
    />
  );
  const askedFirst = panels > 1 || task.kind === "point" || task.kind === "strokes";
  return (
    <section aria-label="Template preview" className="lg:sticky lg:top-8">
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      <p className="mb-3 text-sm text-muted">Template version {version}. What a rater sees:</p>
      <div className="rounded-3xl border border-line bg-surface p-4" lang={language}>
        {askedFirst ? asked : picture}
        {askedFirst ? picture : asked}
        <AnswerPreview task={task} words={words} />
      </div>
      <p className="mt-3 text-xs text-muted">
        After {cites.map((cite) => cite.split(").")[0]).join("); ")}).
      </p>
    </section>
  );
}
