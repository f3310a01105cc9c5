/** @jsxImportSource preact */
import { Shown } from "../shown.tsx";
import { type TaskProps, useKeys } from "./task-props.ts";

interface OptionsProps extends TaskProps {
  readonly labels: readonly string[];
}

/** One of a few answers, each a button with its number: the options of a choice, or classes. */
export function Options({ page, labels, trial, pictures, given, onAnswer, keys }: OptionsProps) {
  useKeys(keys, (event) => {
    const option = labels.findIndex(
      (label, at) => event.key === String(at + 1) || event.key.toLowerCase() === label.toLowerCase(),
    );
    if (!event.repeat && option >= 0) onAnswer(option, null, event.timeStamp);
  });
  return (
    <>
      <Shown page={page} trial={trial} pictures={pictures} />
      <fieldset class="options" aria-labelledby="question">
        {labels.map((label, option) => (
          <button
            key={label}
            type="button"
            aria-pressed={given === option}
            aria-disabled={!pictures.open}
            onClick={(event) => onAnswer(option, null, event.timeStamp)}
          >
            <small aria-hidden="true">{option + 1}</small>
            {label}
          </button>
        ))}
      </fieldset>
    </>
  );
}
