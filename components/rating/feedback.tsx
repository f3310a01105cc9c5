/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageData, PracticeFeedback, TrialView } from "#lib/study/participant-protocol.ts";
import { valueName } from "./value-name.ts";

interface Props {
  readonly page: PageData;
  readonly trial: TrialView;
  readonly given: number;
  readonly feedback: PracticeFeedback;
  readonly onNext: () => void;
}

/** After a practice trial: whether the answer fits the picture, and why. */
export function Feedback({ page, trial, given, feedback, onNext }: Props) {
  const { words } = page;
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => next.current?.focus(), []);
  const { low, high, because } = feedback;
  const wording = high === low ? words.rather : high - low > 1 ? words.ratherTo : words.ratherOr;
  const rather = fill(wording, { low: valueName(page, trial, low), high: valueName(page, trial, high) });
  const fits = given >= low && given <= high;
  // Of a class the reason names the right one already.
  const verdict = fits ? words.fits : page.task.kind === "class" ? null : rather;
  return (
    <div class="feedback">
      <p role="status">
        {verdict && <strong>{verdict}</strong>} {because}
      </p>
      <button type="button" class="main" ref={next} onClick={onNext}>
        {words.next}
      </button>
    </div>
  );
}
