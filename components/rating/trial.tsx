/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { Feedback } from "./feedback.tsx";
import type { Progress } from "./place.ts";
import { scaleEnds } from "./scale-ends.ts";
import { whenPainted } from "./when-painted.ts";

/** A tap so soon after the picture appeared was meant for the one before. */
const SLIP_MS = 250;

export interface GivenAnswer {
  readonly value: number;
  readonly responseTimeMs: number;
}

interface Props {
  readonly page: PageData;
  readonly trial: TrialView;
  readonly progress: Progress;
  /** Resolves with the picture's address. */
  readonly picture: Promise<string>;
  readonly onAnswer: (answer: GivenAnswer) => void;
  readonly onNext: () => void;
  readonly onStop: () => void;
}

/** One trial: statement, picture, question, scale. Keys work while the focus is inside. Remounted for each trial. */
export function Trial({ page, trial, progress, picture, onAnswer, onNext, onStop }: Props) {
  const { words } = page;
  const { values, low, high } = scaleEnds(page.task);
  const [source, setSource] = useState<string | null>(null);
  const [delay, setDelay] = useState("");
  const [answered, setAnswered] = useState<number | null>(null);
  /** The picture has been seen for long enough that a tap is an answer. */
  const [open, setOpen] = useState(false);
  const paintedAt = useRef<number | null>(null);
  const image = useRef<HTMLImageElement>(null);
  const region = useRef<HTMLElement>(null);

  useEffect(() => {
    region.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
    const timer = setTimeout(() => setDelay(words.slowPicture), 1500);
    let current = true;
    picture.then(
      (address) => current && setSource(address),
      (error: Error) => current && setDelay(error.message),
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [picture, words]);

  useEffect(() => {
    if (!source || !image.current) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    void image.current
      .decode()
      .catch(() => undefined)
      .then(whenPainted)
      .then((time) => {
        if (!current) return;
        paintedAt.current = time;
        timer = setTimeout(() => setOpen(true), SLIP_MS);
      });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [source]);

  function answer(value: number, at: number): void {
    const painted = paintedAt.current;
    if (answered !== null || painted === null || !open) return;
    setAnswered(value);
    onAnswer({ value, responseTimeMs: Math.round(at - painted) });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const value = Number(event.key);
    if (values.includes(value)) answer(value, event.timeStamp);
  }

  const place = fill(progress.practice ? words.practicePlace : words.place, {
    at: progress.at,
    of: progress.of,
  });
  const name = (value: number) => {
    const end = value === values[0] ? low : value === values[values.length - 1] ? high : null;
    return end === null ? String(value) : fill(words.scaleEnd, { value, end });
  };

  return (
    <section
      class="trial"
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
      <div class="picture">
        {source ? (
          // biome-ignore lint/performance/noImgElement: a blob fetched with the token; no Next on this page
          <img ref={image} src={source} width="384" height="384" alt={words.pictureAlt} />
        ) : (
          <p class="quiet" role="status">
            {delay}
          </p>
        )}
      </div>
      <h1>
        {page.lead} <strong>{trial.answer}</strong>
      </h1>
      <p id="question">{page.question}</p>
      <fieldset class="scale" aria-labelledby="question">
        {values.map((value) => (
          <button
            key={value}
            type="button"
            aria-label={name(value)}
            aria-pressed={answered === value}
            aria-disabled={!open}
            onClick={(event) => answer(value, event.timeStamp)}
          >
            {value}
          </button>
        ))}
      </fieldset>
      <div class="ends" aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </div>
      {answered !== null && trial.feedback && (
        <Feedback words={words} given={answered} feedback={trial.feedback} onNext={onNext} />
      )}
    </section>
  );
}
