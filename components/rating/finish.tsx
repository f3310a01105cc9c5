/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fill } from "#lib/study/fill.ts";
import type { PageWords } from "#lib/study/languages/language.ts";
import type { CompleteReply, PageData } from "#lib/study/participant-protocol.ts";
import { ReturnButton } from "./return-step.tsx";
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
  readonly page: PageData;
  readonly completion: CompleteReply;
  readonly resumeLink: string;
  readonly onWithdraw: () => Promise<void>;
}

export function Thanks({ page, completion, resumeLink, onWithdraw }: ThanksProps) {
  const { words, platform } = page;
  const { completionCode, returnStep } = completion;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {words.thankYou}
      </h1>
      <p>{words.allArrived}</p>
      <p class="code">
        <output>{completionCode}</output>
      </p>
      {returnStep && (
        <>
          <p>{fill(words.returnAdvice, { platform: platform ?? "" })}</p>
          <ReturnButton page={page} step={returnStep} />
        </>
      )}
      <p>
        <WithLink text={words.withdrawLater} label={words.ownLink} href={resumeLink} />
      </p>
      <Withdraw words={words} onWithdraw={onWithdraw} />
    </section>
  );
}

interface OverProps {
  readonly title: string;
  readonly message: string;
  readonly children?: ComponentChildren;
}

/** The end of the road: withdrawn, or refused with a reason. */
export function Over({ title, message, children }: OverProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p>{message}</p>
      {children}
    </section>
  );
}
