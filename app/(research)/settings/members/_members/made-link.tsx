"use client";

import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { LinkState } from "./link-state.ts";

/** What became of a link: where it was mailed, or the link itself, this once. */
export function MadeLink({ state: { error, made } }: { state: LinkState }) {
  if (error) {
    return (
      <Notice tone="danger" live>
        {error}
      </Notice>
    );
  }
  if (!made) return null;
  if (!made.url) {
    return (
      <Notice live title={`Sent to ${made.mailedTo}`}>
        Only whoever reads that address has the link.
      </Notice>
    );
  }
  return (
    <Notice
      live
      tone={made.problem ? "warn" : "info"}
      title={made.problem ? "The letter was not sent" : undefined}
    >
      {made.problem ? <p className="mb-2">{made.problem}</p> : null}
      <p className="mb-2">Hand this link over now: it is shown only this once.</p>
      <div className="flex gap-2">
        <TextInput
          readOnly
          aria-label="Link"
          value={made.url}
          onFocus={(event) => event.target.select()}
          className="min-w-0 font-mono"
        />
        <CopyButton text={made.url} label="Copy" />
      </div>
    </Notice>
  );
}
