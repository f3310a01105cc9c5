import { panelLetter } from "#lib/study/panel-letter.ts";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";

/** What a value of a task is called: the option, the class, the picture, the point's name or else its number. */
export function valueName({ task }: PageData, { classes }: TrialView, value: number): string {
  switch (task.kind) {
    case "scale": {
      const named = task.labels.every((label) => label !== null);
      return (named && task.labels[task.values.indexOf(value)]) || String(value);
    }
    case "choice":
      return task.labels[value];
    case "class":
      return classes[value];
    case "ranking":
    case "best-worst":
      return panelLetter(value);
    default:
      return String(value);
  }
}
