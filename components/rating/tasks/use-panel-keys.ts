import { pressedPanel } from "#lib/study/panel-letter.ts";
import { type TaskProps, useKeys } from "./task-props.ts";

interface Actions {
  readonly choose: (panel: number) => void;
  /** Null while there is nothing to undo. */
  readonly undo: (() => void) | null;
  /** Null while the answer is not whole. @param at the event's time */
  readonly done: ((at: number) => void) | null;
}

/** Where pictures are chosen one after the other: its letter chooses one, Backspace undoes, Enter ends. */
export function usePanelKeys(keys: TaskProps["keys"], panels: number, { choose, undo, done }: Actions): void {
  useKeys(keys, ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    const panel = pressedPanel(key, panels);
    if (panel !== null) choose(panel);
    if (key === "Backspace") undo?.();
    if (key === "Enter") done?.(timeStamp);
  });
}
