/** @jsxImportSource preact */
import { fill } from "#lib/study/fill.ts";
import type { Task } from "#lib/study/participant-protocol.ts";
import { scaleEnds } from "../scale-ends.ts";
import { Shown } from "../shown.tsx";
import { type TaskProps, useKeys } from "./task-props.ts";

interface ScaleProps extends TaskProps {
  readonly task: Task & { kind: "scale" };
}

/** Points of a scale, one tap or digit: numbers between two named ends, or each with its name. */
export function Scale({ page, task, trial, pictures, given, onAnswer, keys }: ScaleProps) {
  const { values } = task;
  const ends = scaleEnds(task);
  const name = (value: number, at: number) => {
    const label = task.labels[at];
    return label === null ? String(value) : fill(page.words.task.scaleEnd, { value, end: label });
  };
  useKeys(keys, (event) => {
    const value = Number(event.key);
    if (!event.repeat && values.includes(value)) onAnswer(value, null, event.timeStamp);
  });
  return (
    <>
      <Shown page={page} trial={trial} pictures={pictures} />
      <fieldset class={ends ? "scale" : "scale named"} aria-labelledby="question">
        {values.map((value, at) => (
          <button
            key={value}
            type="button"
            aria-label={name(value, at)}
            aria-pressed={given === value}
            aria-disabled={!pictures.open}
            onClick={(event) => onAnswer(value, null, event.timeStamp)}
          >
            {value}
            {!ends && <small>{task.labels[at]}</small>}
          </button>
        ))}
      </fieldset>
      {ends && (
        <div class="ends" aria-hidden="true">
          <span>{ends.low}</span>
          <span>{ends.high}</span>
        </div>
      )}
    </>
  );
}
