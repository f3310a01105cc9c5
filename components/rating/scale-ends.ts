import type { Task } from "#lib/study/participant-protocol.ts";

export interface ScaleEnds {
  readonly first: number;
  readonly low: string;
  readonly last: number;
  readonly high: string;
}

/** The ends of a scale and their names; null for a scale whose every point is named, and for another kind of task. */
export function scaleEnds(task: Task): ScaleEnds | null {
  if (task.kind !== "scale") return null;
  const { values, labels } = task;
  if (labels.slice(1, -1).some((label) => label !== null)) return null;
  const last = values.length - 1;
  return { first: values[0], low: labels[0] ?? "", last: values[last], high: labels[last] ?? "" };
}
