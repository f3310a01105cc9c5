/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageWords } from "#lib/study/languages/language.ts";
import type { PracticeFeedback } from "#lib/study/participant-protocol.ts";

interface Props {
  readonly words: PageWords;
  readonly given: number;
  readonly feedback: PracticeFeedback;
  readonly onNext: () => void;
}

/** After a practice trial: whether the rating fits the picture, and why. */
export function Feedback({ words, given, feedback, onNext }: Props) {
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const { low, high, because } = feedback;
  const rather = fill(high - low > 1 ? words.ratherTo : words.ratherOr, { low, high });
  const fits = given >= low && given <= high;
  return (
    <div class="feedback">
      <p role="status">
        <strong>{fits ? words.fits : rather}</strong> {because}
      </p>
      <button type="button" class="main" ref={next} onClick={onNext}>
        {words.next}
      </button>
    </div>
  );
}
