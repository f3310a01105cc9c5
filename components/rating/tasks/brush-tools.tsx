/** @jsxImportSource preact */
import type { TaskWords } from "#lib/study/languages/task-words.ts";
import { RADII } from "./brush.ts";

/** From widths of a picture of 360 px to the halves of a button's 44 px. */
const TO_SCALE = 360 / 22;

interface Props {
  readonly words: TaskWords;
  readonly radius: number;
  readonly onRadius: (radius: number) => void;
  /** Null where nothing is painted. */
  readonly onClear: (() => void) | null;
}

/** The size of the brush, shown to scale on a phone's picture, and a fresh start. */
export function BrushTools({ words, radius, onRadius, onClear }: Props) {
  return (
    <div class="tools">
      <fieldset aria-label={words.brush}>
        {RADII.map((size, at) => (
          <button
            key={size}
            type="button"
            aria-label={words.brushSizes[at]}
            aria-pressed={size === radius}
            onClick={() => onRadius(size)}
          >
            <svg viewBox="-1 -1 2 2" aria-hidden="true">
              <circle r={size * TO_SCALE} />
            </svg>
          </button>
        ))}
      </fieldset>
      <button type="button" aria-disabled={!onClear} onClick={() => onClear?.()}>
        {words.clear}
      </button>
    </div>
  );
}
