import { describeTask } from "#lib/study/describe-task.ts";
import { LANGUAGES, type LanguageTag } from "#lib/study/languages/languages.ts";
import type { Task } from "#lib/study/participant-protocol.ts";
import type { StudyTemplate } from "#lib/study/template.ts";

interface TemplatePreviewProps {
  template: StudyTemplate;
  language: LanguageTag;
}

/** What a rater sees on one screen, in the template's own words. */
export function TemplatePreview({ template, language }: TemplatePreviewProps) {
  const { id, title, version, response, cites } = template;
  const { lead, question, answer, responses } = LANGUAGES[language].templates[id];
  const task = describeTask(response, responses);
  return (
    <section aria-label="Template preview" className="lg:sticky lg:top-8">
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      <p className="mb-3 text-sm text-muted">Template version {version}. What a rater sees:</p>
      <div className="rounded-3xl border border-line bg-surface p-4" lang={language}>
        <div
          lang="en"
          className="mb-3 grid aspect-square place-items-center rounded-xl bg-fill text-sm text-muted"
        >
          picture with a highlighted area
        </div>
        <p>
          {lead} <strong>{answer.for("rabbit")}</strong>
        </p>
        <p className="mt-1 mb-3 font-medium">{question}</p>
        {task.kind === "scale" ? <ScalePreview task={task} /> : null}
      </div>
      <p className="mt-3 text-xs text-muted">
        After {cites.map((cite) => cite.split(").")[0]).join("); ")}).
      </p>
    </section>
  );
}

function ScalePreview({ task }: { task: Task & { kind: "scale" } }) {
  return (
    <>
      <ol className="grid grid-cols-5 gap-1.5" aria-label="Answers">
        {task.values.map((value) => (
          <li key={value} className="grid h-9 place-items-center rounded-lg border border-line">
            {value}
          </li>
        ))}
      </ol>
      <p className="mt-1 flex justify-between text-xs text-muted">
        <span>{task.labels[0]}</span>
        <span>{task.labels.at(-1)}</span>
      </p>
    </>
  );
}
