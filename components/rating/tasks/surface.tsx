/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { PointDetail } from "#lib/study/answer-detail.ts";
import type { PageWords } from "#lib/study/languages/language.ts";
import { Awaited, Picture } from "../shown.tsx";
import type { Pictures } from "../use-pictures.ts";
import { placeOf } from "./picture-place.ts";

interface Props {
  readonly words: PageWords;
  readonly pictures: Pictures;
  /** How it is used, read aloud. */
  readonly label: string;
  readonly onPress: (place: PointDetail) => void;
  /** While pressed. */
  readonly onMove: (place: PointDetail) => void;
  readonly onRelease?: () => void;
  /** What is drawn over the picture, in a box of width and height 1. */
  readonly children: ComponentChildren;
}

/** A picture to mark with a mouse, a finger or a pen; keys come from the trial. One pointer at a time. */
export function Surface({ words, pictures, label, onPress, onMove, onRelease, children }: Props) {
  const { sources, delay, open } = pictures;
  const pointer = useRef<number | null>(null);
  if (!sources) return <Awaited delay={delay} />;
  const place = (event: PointerEvent) =>
    placeOf(event, (event.currentTarget as Element).getBoundingClientRect());
  const release = (event: PointerEvent) => {
    if (event.pointerId !== pointer.current) return;
    pointer.current = null;
    onRelease?.();
  };
  return (
    <div
      class="picture surface"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is interactive: keys move a mark in it
      tabIndex={0}
      aria-label={label}
      aria-disabled={!open}
      onPointerDown={(event) => {
        if (!open || pointer.current !== null || event.button !== 0) return;
        pointer.current = event.pointerId;
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        onPress(place(event));
      }}
      onPointerMove={(event) => event.pointerId === pointer.current && onMove(place(event))}
      onPointerUp={release}
      onPointerCancel={release}
    >
      <Picture source={sources[0]} alt={words.plainPictureAlt} />
      <svg viewBox="0 0 1 1" aria-hidden="true">
        {children}
      </svg>
    </div>
  );
}
