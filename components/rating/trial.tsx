/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { Feedback } from "./feedback.tsx";
import type { Progress } from "./place.ts";
import type { KeyHandler } from "./tasks/task-props.ts";
import { TaskScreen } from "./tasks/task-screen.tsx";
import { forgetDraft } from "./use-draft.ts";
import { usePictures } from "./use-pictures.ts";

export interface GivenAnswer {
  readonly value: number;
  readonly detail?: object;
  readonly responseTimeMs: number;
}

interface Props {
  readonly page: PageData;
  readonly trial: TrialView;
  readonly progress: Progress;
  /** Resolves with a picture's address. */
  readonly picture: (id: string) => Promise<string>;
  readonly onAnswer: (answer: GivenAnswer) => void;
  readonly onNext: () => void;
  readonly onStop: () => void;
}

/** One trial: statement, pictures, question, answer. Keys work while the focus is inside. Remounted for each trial. */
export function Trial({ page, trial, progress, picture, onAnswer, onNext, onStop }: Props) {
  const { words } = page;
  const [given, setGiven] = useState<number | null>(null);
  const answered = useRef(false);
  const region = useRef<HTMLElement>(null);
  const keys = useRef<KeyHandler>(null);
  const pictures = usePictures(trial.stimuli, picture, words.slowPicture, region);

  useEffect(() => {
    region.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);

  function answer(value: number, detail: object | null, at: number): void {
    const painted = pictures.paintedAt();
    if (answered.current || painted === null || !pictures.open) return;
    answered.current = true;
    setGiven(value);
    forgetDraft(trial.id);
    onAnswer({ value, ...(detail && { detail }), responseTimeMs: Math.round(at - painted) });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A button that has the focus is pressed by these itself.
    if (event.target instanceof HTMLButtonElement && [" ", "Enter"].includes(event.key)) return;
    keys.current?.(event);
  }

  const place = fill(progress.practice ? words.practicePlace : words.place, {
    at: progress.at,
    of: progress.of,
  });
  return (
    <section
      class={trial.stimuli.length > 1 ? `wide of-${trial.stimuli.length}` : undefined}
      tabIndex={-1}
      ref={region}
      aria-label={fill(words.picture, { place })}
      onKeyDown={onKeyDown}
    >
      <div class="bar">
        <span>{place}</span>
        <button type="button" class="link" onClick={onStop}>
          {words.stop}
        </button>
      </div>
      <progress value={progress.at - 1} max={progress.of} aria-label={words.progress} />
      <TaskScreen page={page} trial={trial} pictures={pictures} given={given} onAnswer={answer} keys={keys} />
      {given !== null && trial.feedback && (
        <Feedback page={page} trial={trial} given={given} feedback={trial.feedback} onNext={onNext} />
      )}
    </section>
  );
}
