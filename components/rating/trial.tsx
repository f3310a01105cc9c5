/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageData, TrialView } from "#lib/study/participant-protocol.ts";
import { Feedback } from "./feedback.tsx";
import type { Progress } from "./place.ts";
import { whenPainted } from "./when-painted.ts";

/** A tap so soon after the picture appeared was meant for the one before. */
const SLIP_MS = 250;
const SLOW = "Waiting for the picture. It comes as soon as the line is back.";

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
    const timer = setTimeout(() => setDelay(SLOW), 1500);
    let current = true;
    picture.then(
      (address) => current && setSource(address),
      (error: Error) => current && setDelay(error.message),
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [picture]);

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
    if (page.values.includes(value)) answer(value, event.timeStamp);
  }

  const place = `${progress.practice ? "Practice " : ""}${progress.at} of ${progress.of}`;
  const name = (value: number) =>
    `${value}${value === page.values[0] ? `, ${page.low}` : value === page.values.at(-1) ? `, ${page.high}` : ""}`;

  return (
    <section class="trial" tabIndex={-1} ref={region} aria-label={`Picture ${place}`} onKeyDown={onKeyDown}>
      <div class="bar">
        <span>{place}</span>
        <button type="button" class="link" onClick={onStop}>
          Stop
        </button>
      </div>
      <progress value={progress.at - 1} max={progress.of} aria-label="Progress" />
      <div class="picture">
        {source ? (
          // biome-ignore lint/performance/noImgElement: a blob fetched with the token; no Next on this page
          <img
            ref={image}
            src={source}
            width="384"
            height="384"
            alt="What the computer was shown, with the highlighted area"
          />
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
        {page.values.map((value) => (
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
        <span>{page.low}</span>
        <span>{page.high}</span>
      </div>
      {answered !== null && trial.feedback && (
        <Feedback given={answered} feedback={trial.feedback} onNext={onNext} />
      )}
    </section>
  );
}
