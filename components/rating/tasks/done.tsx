/** @jsxImportSource preact */
import type { TaskWords } from "#lib/study/languages/task-words.ts";

interface Props {
  readonly words: TaskWords;
  /** What comes next, said whenever it changes. */
  readonly say: string;
  /** What is only said aloud: where a mark is, that one sees. */
  readonly aloud?: string;
  /** Takes the last step back; null where there is none. */
  readonly onUndo: (() => void) | null;
  /** Null while something is missing. */
  readonly onDone: ((at: number) => void) | null;
}

/** The end of an answer of several steps: nothing is sent before Done is pressed. */
export function Done({ words, say, aloud, onUndo, onDone }: Props) {
  return (
    <>
      <p class="say" role="status">
        {aloud && <span class="aloud">{aloud} </span>}
        {say}
      </p>
      <div class="done">
        <button type="button" aria-disabled={!onUndo} onClick={() => onUndo?.()}>
          {words.undo}
        </button>
        <button
          type="button"
          class="main"
          aria-disabled={!onDone}
          onClick={(event) => onDone?.(event.timeStamp)}
        >
          {words.done}
        </button>
      </div>
    </>
  );
}
