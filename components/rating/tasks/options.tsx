/** @jsxImportSource preact */
import { pressedPanel } from "#lib/study/panel-letter.ts";
import { Shown } from "../shown.tsx";
import { type TaskProps, useKeys } from "./task-props.ts";

interface OptionsProps extends TaskProps {
  readonly labels: readonly string[];
}

/** More answers than this stand in three columns. */
const MANY = 6;

/** 1 to 9, and 0 for the tenth. */
const keyOf = (option: number): string => String((option + 1) % 10);

/**
 * One of a few answers, each a button with its number: the options of a choice, or classes. Where there are several
 * pictures, the first answers are theirs.
 */
export function Options({ page, labels, trial, pictures, given, onAnswer, keys }: OptionsProps) {
  const panels = trial.stimuli.length;
  const isEach = panels > 1 && labels.length === panels;
  useKeys(keys, (event) => {
    if (event.repeat) return;
    const option = labels.slice(0, 10).findIndex((_, at) => event.key === keyOf(at));
    const panel = panels > 1 ? pressedPanel(event.key, panels) : null;
    if (option >= 0) onAnswer(option, null, event.timeStamp);
    else if (panel !== null) onAnswer(panel, null, event.timeStamp);
  });
  return (
    <>
      <Shown page={page} trial={trial} pictures={pictures} />
      <fieldset
        class={isEach ? "options each" : labels.length > MANY ? "options many" : "options"}
        aria-labelledby="question"
      >
        {labels.map((label, option) => (
          <button
            key={label}
            type="button"
            aria-pressed={given === option}
            aria-disabled={!pictures.open}
            onClick={(event) => onAnswer(option, null, event.timeStamp)}
          >
            <small aria-hidden="true">{keyOf(option)}</small>
            {label}
          </button>
        ))}
      </fieldset>
    </>
  );
}
