/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { PageWords } from "#lib/study/languages/language.ts";
import { WithLink } from "./with-link.tsx";

interface Props {
  readonly words: PageWords;
  readonly resumeLink: string;
  readonly onBack: (() => void) | null;
  readonly onWithdraw: () => Promise<void>;
}

/** Pausing, going on elsewhere, or withdrawing. */
export function Stop({ words, resumeLink, onBack, onWithdraw }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        {words.stopTitle}
      </h1>
      <p>
        <WithLink text={words.stopText} label={words.ownLink} href={resumeLink} />
      </p>
      {onBack && (
        <button type="button" class="main" onClick={onBack}>
          {words.goOn}
        </button>
      )}
      <Withdraw words={words} onWithdraw={onWithdraw} />
    </section>
  );
}

/** Withdrawing takes two taps: it deletes answers. */
export function Withdraw({ words, onWithdraw }: { words: PageWords; onWithdraw: () => Promise<void> }) {
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) sure.current?.focus();
  }, [asked]);
  if (!asked)
    return (
      <button type="button" class="link" onClick={() => setAsked(true)}>
        {words.withdraw}
      </button>
    );
  return (
    <div class="feedback">
      <p role="status">{failed ? words.withdrawFailed : words.withdrawWarning}</p>
      <button
        type="button"
        class="main"
        ref={sure}
        onClick={() => {
          setFailed(false);
          onWithdraw().catch(() => setFailed(true));
        }}
      >
        {words.deleteAnswers}
      </button>
    </div>
  );
}
