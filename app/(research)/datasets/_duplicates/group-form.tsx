"use client";

import { useActionState, useState } from "react";
import { Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { UNDO_DAYS } from "#lib/services/curation/undo-time.ts";
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
  const tasks = (Object.keys(TASKS) as Task[]).filter((each) => each !== "apart" || group.imageCount > 2);
  const splits = [...new Set([...group.splits, ...SPLITS])];
  return (
    <form action={send} className="mt-4 flex flex-wrap items-end gap-2 border-t border-line pt-3">
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="groupId" value={group.id} />
      <input type="hidden" name="query" value={query} />
      <div>
        <Select
          aria-label="What to do"
          value={task}
          onChange={(event) => setTask(event.target.value as Task)}
        >
          {tasks.map((each) => (
            <option key={each} value={each}>
              {TASKS[each].label}
            </option>
          ))}
        </Select>
      </div>
      {task === "move" ? (
        <div>
          <Select
            aria-label="Split"
            name="split"
            defaultValue={group.splits.includes("train") ? "train" : group.splits[0]}
          >
            {splits.map((split) => (
              <option key={split}>{split}</option>
            ))}
          </Select>
        </div>
      ) : null}
      {task === "keep" || task === "apart" ? (
        <div className="max-w-64">
          <Select aria-label={task === "keep" ? "Image to keep" : "Image to take out"} name="imageId">
            {group.images.map(({ id: imageId, fileName }) => (
              <option key={imageId} value={imageId}>
                {fileName}
              </option>
            ))}
          </Select>
        </div>
      ) : null}
      <SubmitButton look={look} pendingLabel="Doing it…">
        {button}
      </SubmitButton>
      {task === "keep" ? (
        <p className="w-full text-sm text-muted">
          With their regions. It can be undone for {UNDO_DAYS} days, among the recent edits of the images.
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="w-full text-sm text-danger">
          {error}
        </p>
      ) : null}
    </form>
  );
}
