import type { IndependentTask } from "./editor-task.ts";

/** What is asked for in this round, beside the picture. */
export function RoundNote({ task }: { task: IndependentTask }) {
  const { roundName, instructions, doneCount } = task;
  return (
    <section aria-label="The round" className="border-b border-line p-3 text-sm">
      <p className="font-medium">{roundName}</p>
      <p className="text-muted">
        Your image {doneCount + 1}. Others draw it too; nobody sees anybody else's work before their own is
        done.
      </p>
      {instructions ? <p className="mt-2 whitespace-pre-wrap wrap-anywhere">{instructions}</p> : null}
    </section>
  );
}
