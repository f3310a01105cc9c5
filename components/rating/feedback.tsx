/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { PracticeFeedback } from "#lib/study/participant-protocol.ts";

interface Props {
  readonly given: number;
  readonly feedback: PracticeFeedback;
  readonly onNext: () => void;
}

/** After a practice trial: whether the rating fits the picture, and why. */
export function Feedback({ given, feedback, onNext }: Props) {
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const range = `${feedback.low} ${feedback.high - feedback.low > 1 ? "to" : "or"} ${feedback.high}`;
  const fits = given >= feedback.low && given <= feedback.high;
  return (
    <div class="feedback">
      <p role="status">
        <strong>{fits ? "That fits." : `Rather ${range}.`}</strong> {feedback.because}
      </p>
      <button type="button" class="main" ref={next} onClick={onNext}>
        Next
      </button>
    </div>
  );
}
