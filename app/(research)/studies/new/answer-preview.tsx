import type { ReactNode } from "react";
import { classNames } from "#components/ui/class-names.ts";
import type { TaskWords } from "#lib/study/languages/task-words.ts";
import type { Task } from "#lib/study/participant-protocol.ts";

/** What a rater answers with, as it looks, but not to be pressed. */
export function AnswerPreview({ task, words }: { task: Task; words: TaskWords }) {
  switch (task.kind) {
    case "scale":
      return <ScalePreview task={task} />;
    case "choice":
      return <Options labels={task.labels} />;
    case "class":
      return <Options labels={["rabbit", "fox", "cat", "bear"]} />;
    default:
      return (
        <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-2">
          <Box>{words.undo}</Box>
          <Box className="border-transparent bg-ink text-bg">{words.done}</Box>
        </div>
      );
  }
}

function Box({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={classNames(
        "grid min-h-9 place-items-center rounded-lg border border-line px-2 text-center text-sm",
        className,
      )}
    >
      {children}
    </div>
  );
}

function Options({ labels }: { labels: readonly string[] }) {
  return (
    <ol className="grid grid-cols-2 gap-2" aria-label="Answers">
      {labels.map((label) => (
        <li key={label} className="grid">
          <Box>{label}</Box>
        </li>
      ))}
    </ol>
  );
}

function ScalePreview({ task: { values, labels } }: { task: Task & { kind: "scale" } }) {
  const named = labels.every((label) => label !== null);
  return (
    <>
      <ol className="grid auto-cols-fr grid-flow-col gap-1.5" aria-label="Answers">
        {values.map((value, at) => (
          <li key={value} className="grid">
            <Box className="px-0.5">
              <span>
                {value}
                {named ? <span className="block text-xs">{labels[at]}</span> : null}
              </span>
            </Box>
          </li>
        ))}
      </ol>
      {named ? null : (
        <p className="mt-1 flex justify-between text-xs text-muted">
          <span>{labels[0]}</span>
          <span>{labels.at(-1)}</span>
        </p>
      )}
    </>
  );
}
