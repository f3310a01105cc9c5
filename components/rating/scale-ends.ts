import type { Task } from "#lib/study/participant-protocol.ts";

/** The points of a scale and the names of its ends. @throws TypeError for another kind of task */
export function scaleEnds(task: Task): { values: readonly number[]; low: string; high: string } {
  if (task.kind !== "scale") throw new TypeError(`There is no scale in a ${task.kind} task`);
  const { values, labels } = task;
  return { values, low: labels[0] ?? "", high: labels[labels.length - 1] ?? "" };
}
