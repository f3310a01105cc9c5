"use client";

import { useActionState, useId, useState } from "react";
import { Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { DuplicateGroup } from "#lib/services/duplicates/list-duplicates.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { dismissAction, keepOneAction, moveGroupAction } from "./actions.ts";

const TASKS = {
  dismiss: {
    label: "Not duplicates: leave them",
    action: dismissAction,
    button: "Say so",
    look: "secondary",
  },
  apart: {
    label: "One is not like the others",
    action: dismissAction,
    button: "Take it out",
    look: "secondary",
  },
  move: { label: "Move all to one split", action: moveGroupAction, button: "Move", look: "primary" },
  keep: {
    label: "Keep one, delete the others",
    action: keepOneAction,
    button: "Delete others",
    look: "danger",
  },
} as const;
type Task = keyof typeof TASKS;

const SPLITS = ["train", "validation", "test"];

interface GroupFormProps {
  datasetId: string;
  query: string;
  group: DuplicateGroup;
}

/** What to do about a group: one thing at a time. */
export function GroupForm({ datasetId, query, group }: GroupFormProps) {
  const [task, setTask] = useState<Task>(group.splits.length > 1 ? "move" : "dismiss");
  const { action, button, look } = TASKS[task];
  const [{ error }, send] = useActionState(action, NOTHING_SENT);
  const id = useId();
  const tasks = (Object.keys(TASKS) as Task[]).filter((each) => each !== "apart" || group.imageCount > 2);
  const splits = [...new Set([...group.splits, ...SPLITS])];
  return (
    <form action={send} className="mt-4 flex flex-wrap items-end gap-2 border-t border-line pt-3">
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="groupId" value={group.id} />
      <input type="hidden" name="query" value={query} />
      <label className="grid gap-1 text-sm" htmlFor={`${id}-task`}>
        <span className="sr-only">What to do</span>
        <Select id={`${id}-task`} value={task} onChange={(event) => setTask(event.target.value as Task)}>
          {tasks.map((each) => (
            <option key={each} value={each}>
              {TASKS[each].label}
            </option>
          ))}
        </Select>
      </label>
      {task === "move" ? (
        <label className="grid gap-1 text-sm" htmlFor={`${id}-split`}>
          <span className="sr-only">Split</span>
          <Select id={`${id}-split`} name="split" defaultValue={group.splits[0]}>
            {splits.map((split) => (
              <option key={split}>{split}</option>
            ))}
          </Select>
        </label>
      ) : null}
      {task === "keep" || task === "apart" ? (
        <label className="grid max-w-64 gap-1 text-sm" htmlFor={`${id}-image`}>
          <span className="sr-only">{task === "keep" ? "Image to keep" : "Image to take out"}</span>
          <Select id={`${id}-image`} name="imageId">
            {group.images.map(({ id: imageId, fileName }) => (
              <option key={imageId} value={imageId}>
                {fileName}
              </option>
            ))}
          </Select>
        </label>
      ) : null}
      <SubmitButton look={look} pendingLabel="Doing it…">
        {button}
      </SubmitButton>
      {error ? (
        <p role="alert" className="w-full text-sm text-danger">
          {error}
        </p>
      ) : null}
    </form>
  );
}
