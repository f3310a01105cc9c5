/** @jsxImportSource preact */
import { panelLetter } from "#lib/study/panel-letter.ts";
import { Awaited, Picture } from "../shown.tsx";
import type { Pictures } from "../use-pictures.ts";

interface Props {
  readonly stimuli: readonly string[];
  readonly pictures: Pictures;
  /** What each panel was given, as it is shown; null for none. */
  readonly marks: readonly (string | null)[];
  /** How each is read aloud. */
  readonly names: readonly string[];
  readonly onChoose: (panel: number) => void;
}

/** Pictures that are tapped to give each a mark, which stands beside them: nothing covers a picture. */
export function PanelButtons({ stimuli, pictures: { sources, delay, open }, marks, names, onChoose }: Props) {
  return (
    <div class="panels">
      {stimuli.map((id, panel) => (
        <button
          key={id}
          type="button"
          class="panel"
          aria-label={names[panel]}
          aria-pressed={marks[panel] !== null}
          aria-disabled={!open}
          onClick={() => open && onChoose(panel)}
        >
          <span class="caption">
            {panelLetter(panel)}
            {marks[panel] !== null && <span class="mark">{marks[panel]}</span>}
          </span>
          {sources ? (
            <span class="picture">
              <Picture source={sources[panel]} alt="" />
            </span>
          ) : (
            <Awaited delay={panel === 0 ? delay : ""} />
          )}
        </button>
      ))}
    </div>
  );
}
