/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageWords } from "#lib/study/languages/language.ts";
import type { Progress } from "./place.ts";

interface Props {
  readonly words: PageWords;
  readonly progress: Progress;
  readonly onGoOn: () => void;
}

/** A pause between two trials, as long as one likes: nothing waits and nothing is timed. */
export function Break({ words, progress, onGoOn }: Props) {
  const { checks } = words;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {checks.breakTitle}
      </h1>
      <p>{fill(checks.breakText, { done: progress.at - 1, of: progress.of })}</p>
      <button type="button" class="main" onClick={onGoOn}>
        {words.goOn}
      </button>
    </section>
  );
}
