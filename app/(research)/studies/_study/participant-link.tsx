import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";

/** The link to hand out: whoever has it may take part, without an account. */
export function ParticipantLink({ url }: { url: string }) {
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 rounded-md border border-line bg-surface px-3 py-1.5 font-mono text-sm break-all select-all">
          {url}
        </code>
        <CopyButton text={url} label="Copy" />
        <ButtonLink href={url} prefetch={false} target="_blank" rel="noopener">
          Take part<span className="sr-only"> (opens in a new tab)</span>
        </ButtonLink>
      </div>
      <p className="mt-2 text-sm text-muted">Whoever has this link may take part; no account is needed.</p>
    </div>
  );
}
