import { fill } from "#lib/study/fill.ts";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { valueName } from "./value-name.ts";

/** What an attention check calls the value it asks for: as its button reads, and the end of a scale with its name too. */
export function askedName(page: PageData, trial: TrialView, value: number): string {
  const { task, words } = page;
  const name = valueName(page, trial, value);
  if (task.kind !== "scale" || name !== String(value)) return name;
  const label = task.labels[task.values.indexOf(value)];
  return label ? fill(words.task.scaleEnd, { value, end: label }) : name;
}
