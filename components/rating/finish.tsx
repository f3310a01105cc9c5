/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { Withdraw } from "./stop.tsx";

/** All trials are answered, but the server does not hold all answers yet. */
export function Finishing() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        One moment
      </h1>
      <p role="status">
        Your last answers are being sent. Please keep this page open until your code appears.
      </p>
    </section>
  );
}

interface ThanksProps {
  readonly code: string;
  readonly resumeLink: string;
  readonly onWithdraw: () => Promise<void>;
}

export function Thanks({ code, resumeLink, onWithdraw }: ThanksProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section>
      <h1 tabIndex={-1} ref={heading}>
        Thank you
      </h1>
      <p>All your answers have arrived. Your completion code:</p>
      <p class="code">
        <output>{code}</output>
      </p>
      <p>
        To withdraw later, keep <a href={resumeLink}>your own link</a>.
      </p>
      <Withdraw onWithdraw={onWithdraw} />
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
