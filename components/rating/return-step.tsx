/** @jsxImportSource preact */
import { fill } from "#lib/study/fill.ts";
import type { PageData, ReturnStep } from "#lib/study/participant-protocol.ts";

interface Props {
  readonly page: PageData;
  readonly step: ReturnStep;
}

/**
 * The way back to the crowd platform: a link, or a form that is sent there. Never taken by itself, so that nobody is
 * led away from a page that still has something to say.
 */
export function ReturnButton({ page: { words, platform }, step }: Props) {
  const label = fill(words.returnTo, { platform: platform ?? "" });
  if (step.kind === "redirect")
    return (
      <a class="main" href={step.href} rel="noreferrer">
        {label}
      </a>
    );
  return (
    <form method="post" action={step.action}>
      {Object.entries(step.fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="main">
        {label}
      </button>
    </form>
  );
}

/** What somebody from a platform needs who leaves before the trials: who came when all places were taken, or did not pass the quiz. */
export function EarlyExit({
  page,
  exit,
}: {
  page: PageData;
  exit: { readonly code: string; readonly returnStep: ReturnStep | null };
}) {
  return (
    <>
      <p>{fill(page.words.tooLateCode, { platform: page.platform ?? "" })}</p>
      <p class="code">
        <output>{exit.code}</output>
      </p>
      {exit.returnStep && <ReturnButton page={page} step={exit.returnStep} />}
    </>
  );
}
