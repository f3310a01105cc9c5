/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { PageWords } from "#lib/study/languages/language.ts";
import type { QuizView } from "#lib/study/participant-protocol.ts";

interface Props {
  readonly words: PageWords;
  readonly view: QuizView;
  readonly onReadAgain: () => void;
}

/** After a try that was not all right: which answers were, and why the others were not. */
export function Review({ words: { checks }, view, onReadAgain }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {checks.reviewTitle}
      </h1>
      <p>{checks.reviewLead}</p>
      <ul class="review">
        {view.review?.map(({ right, because }, at) => (
          <li key={view.questions[at].question}>
            <span>{view.questions[at].question}</span>
            <p>
              <strong>{right ? checks.reviewRight : checks.reviewWrong}</strong> {right ? null : because}
            </p>
          </li>
        ))}
      </ul>
      <button type="button" class="main" onClick={onReadAgain}>
        {checks.readAgain}
      </button>
    </section>
  );
}
