/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";

interface Props {
  readonly resumeLink: string;
  readonly onBack: (() => void) | null;
  readonly onWithdraw: () => Promise<void>;
}

/** Pausing, going on elsewhere, or withdrawing. */
export function Stop({ resumeLink, onBack, onWithdraw }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        Stop for now?
      </h1>
      <p>
        You can close this page and come back on this device: your answers are kept. To go on elsewhere, or to
        withdraw later, keep <a href={resumeLink}>your own link</a>. Whoever has it can answer in your place.
      </p>
      {onBack && (
        <button type="button" class="main" onClick={onBack}>
          Go on
        </button>
      )}
      <Withdraw onWithdraw={onWithdraw} />
    </section>
  );
}

/** Withdrawing takes two taps: it deletes answers. */
export function Withdraw({ onWithdraw }: { onWithdraw: () => Promise<void> }) {
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) sure.current?.focus();
  }, [asked]);
  if (!asked)
    return (
      <button type="button" class="link" onClick={() => setAsked(true)}>
        Withdraw from the study
      </button>
    );
  return (
    <div class="feedback">
      <p role="status">
        {failed
          ? "That did not reach the study. Your answers are still there; try again in a moment."
          : "All your answers will be deleted. This can’t be undone."}
      </p>
      <button
        type="button"
        class="main"
        ref={sure}
        onClick={() => {
          setFailed(false);
          onWithdraw().catch(() => setFailed(true));
        }}
      >
        Delete my answers
      </button>
    </div>
  );
}
