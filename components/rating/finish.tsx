/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import type { PageWords } from "#lib/study/languages/language.ts";
import { Withdraw } from "./stop.tsx";
import { WithLink } from "./with-link.tsx";

/** All trials are answered, but the server does not hold all answers yet. */
export function Finishing({ words }: { words: PageWords }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {words.oneMoment}
      </h1>
      <p role="status">{words.lastAnswers}</p>
    </section>
  );
}

interface ThanksProps {
  readonly words: PageWords;
  readonly code: string;
  readonly resumeLink: string;
  readonly onWithdraw: () => Promise<void>;
}

export function Thanks({ words, code, resumeLink, onWithdraw }: ThanksProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {words.thankYou}
      </h1>
      <p>{words.allArrived}</p>
      <p class="code">
        <output>{code}</output>
      </p>
      <p>
        <WithLink text={words.withdrawLater} label={words.ownLink} href={resumeLink} />
      </p>
      <Withdraw words={words} onWithdraw={onWithdraw} />
    </section>
  );
}

/** The end of the road: withdrawn, or refused with a reason. */
export function Over({ title, message }: { title: string; message: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p>{message}</p>
    </section>
  );
}
