/** @jsxImportSource preact */

import type { PointDetail } from "#lib/study/answer-detail.ts";
import { fill } from "#lib/study/fill.ts";
import { Question } from "../shown.tsx";
import { useDraft } from "../use-draft.ts";
import { Done } from "./done.tsx";
import { CENTRE, stepFrom } from "./picture-place.ts";
import { Surface } from "./surface.tsx";
import { type TaskProps, useKeys } from "./task-props.ts";

/** One place in the picture. */
export function Point({ page, trial, pictures, given, onAnswer, keys }: TaskProps) {
  const { task: words } = page.words;
  const [place, setPlace] = useDraft<PointDetail | null>(trial.id, null);
  const editable = pictures.open && given === null;
  const move = (to: PointDetail) => editable && setPlace(to);
  const done = editable && place ? (at: number) => onAnswer(0, place, at) : null;

  useKeys(keys, (event) => {
    const to = stepFrom(place ?? CENTRE, event);
    if (to) {
      event.preventDefault();
      move(place ? to : CENTRE);
    } else if (event.key === "Enter" && !event.repeat) done?.(event.timeStamp);
  });

  const percent = (share: number) => Math.round(share * 100);
  return (
    <>
      <Question page={page} trial={trial} />
      <Surface words={page.words} pictures={pictures} label={words.pointHere} onPress={move} onMove={move}>
        {place && <Crosshair {...place} />}
      </Surface>
      <Done
        words={words}
        say={place ? words.confirm : words.choosePlace}
        aloud={place ? fill(words.pointAt, { x: percent(place.x), y: percent(place.y) }) : ""}
        onUndo={editable && place ? () => setPlace(null) : null}
        onDone={done}
      />
    </>
  );
}

/** Open in the middle, so that what is meant stays in sight; white on black, to be seen on any picture. */
function Crosshair({ x, y }: PointDetail) {
  const path = `M ${x - 0.07} ${y} h .045 M ${x + 0.025} ${y} h .045 M ${x} ${y - 0.07} v .045 M ${x} ${y + 0.025} v .045`;
  return (
    <g class="crosshair">
      {["under", "over"].map((layer) => (
        <g key={layer} class={layer}>
          <circle cx={x} cy={y} r="0.045" />
          <path d={path} />
        </g>
      ))}
    </g>
  );
}
