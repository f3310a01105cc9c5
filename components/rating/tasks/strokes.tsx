/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { BrushStroke, PointDetail, StrokesDetail } from "#lib/study/answer-detail.ts";
import { fill } from "#lib/study/fill.ts";
import { Question } from "../shown.tsx";
import { useDraft } from "../use-draft.ts";
import { canBegin, extendStroke, hasRoom, RADII, startStroke, strokePath } from "./brush.ts";
import { BrushTools } from "./brush-tools.tsx";
import { Done } from "./done.tsx";
import { CENTRE, stepFrom } from "./picture-place.ts";
import { Surface } from "./surface.tsx";
import { type TaskProps, useKeys } from "./task-props.ts";

/** Parts of the picture, painted over with a round brush. */
export function Strokes({ page, trial, pictures, given, onAnswer, keys }: TaskProps) {
  const { task: words } = page.words;
  const [strokes, setStrokes] = useDraft<readonly BrushStroke[]>(trial.id, []);
  const [current, setCurrent] = useState<BrushStroke | null>(null);
  const [radius, setRadius] = useState<number>(RADII[1]);
  /** Where the keyboard's brush is; null while it is not used. */
  const [brush, setBrush] = useState<PointDetail | null>(null);
  const editable = pictures.open && given === null;
  const all = current ? [...strokes, current] : strokes;
  const full = !(current ? hasRoom(all) : canBegin(all));

  const begin = (place: PointDetail) => editable && !full && setCurrent(startStroke(radius, place));
  const go = (place: PointDetail) => current && !full && setCurrent(extendStroke(current, place));
  const end = () => {
    if (current) setStrokes(all);
    setCurrent(null);
  };
  const undo = () => {
    setCurrent(null);
    setStrokes(current ? strokes : strokes.slice(0, -1));
  };
  const done = (at: number) => onAnswer(all.length, { strokes: all } satisfies StrokesDetail, at);

  useKeys(keys, (event) => {
    if (!editable) return;
    const to = stepFrom(brush ?? CENTRE, event);
    if (to) {
      event.preventDefault();
      setBrush(brush ? to : CENTRE);
      go(to);
    } else if (event.key === " ") {
      event.preventDefault();
      if (event.repeat) return;
      setBrush(brush ?? CENTRE);
      if (current) end();
      else begin(brush ?? CENTRE);
    } else if (event.key === "Backspace" && all.length > 0) undo();
    else if (event.key === "Enter" && !event.repeat && all.length > 0) done(event.timeStamp);
  });

  const say = full
    ? words.paintedEnough
    : current && brush
      ? words.painting
      : all.length > 0
        ? fill(words.painted, { count: all.length })
        : words.paint;
  return (
    <>
      <Question page={page} trial={trial} />
      <Surface
        words={page.words}
        pictures={pictures}
        label={words.paintHere}
        onPress={(place) => {
          setBrush(null);
          begin(place);
        }}
        onMove={go}
        onRelease={end}
      >
        <g class="painted">
          {all.map((stroke, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: strokes are only added and taken off at the end
            <path key={at} d={strokePath(stroke)} stroke-width={2 * stroke.radius} />
          ))}
        </g>
        {brush && (
          <g class="crosshair">
            <circle class="under" cx={brush.x} cy={brush.y} r={radius} />
            <circle class="over" cx={brush.x} cy={brush.y} r={radius} />
          </g>
        )}
      </Surface>
      <BrushTools
        words={words}
        radius={radius}
        onRadius={setRadius}
        onClear={editable && all.length > 0 ? () => setStrokes([]) : null}
      />
      <Done
        words={words}
        say={say}
        onUndo={editable && all.length > 0 ? undo : null}
        onDone={editable && all.length > 0 ? done : null}
      />
    </>
  );
}
