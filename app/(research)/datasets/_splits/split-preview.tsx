"use client";

import { useActionState } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { FormError } from "#components/ui/form-error.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { SplitPreview } from "#lib/services/splits/plan-splits.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { CountTable } from "../_versions/count-table.tsx";
import { assignSplitsAction } from "./actions.ts";
import type { WishValues } from "./read-wish.ts";

/** What a wish would lead to, and the button that does it. */
export function SplitPreviewPanel({ wish, preview }: { wish: WishValues; preview: SplitPreview }) {
  const [{ error }, send] = useActionState(assignSplitsAction, NOTHING_SENT);
  const { shares, datasetId, scope, groupBy, groupKey, seed } = wish;
  const fields = { ...shares, datasetId, scope, groupBy, groupKey, seed, digest: preview.digest };
  const { changedCount, groupCount, largestGroup, partedCount, ungroupedCount } = preview;
  return (
    <div className="mt-8">
      <Section
        title="What would come of it"
        context={`${formatCount(changedCount)} images change${
          groupCount > 0
            ? `; ${formatCount(groupCount)} groups stay together, the largest of ${formatCount(largestGroup)}`
            : ""
        }`}
      >
        <div className="mb-4 grid gap-2">
          {partedCount > 0 ? (
            <Notice tone="warn" title="Some groups cross splits already">
              {formatCount(partedCount)} {partedCount === 1 ? "group has" : "groups have"} images in several
              splits, and those are kept. Choose all images to bring each group together.
            </Notice>
          ) : null}
          {ungroupedCount > 0 ? (
            <Notice>{formatCount(ungroupedCount)} images have no such group: each stands for itself.</Notice>
          ) : null}
        </div>
        <div className="max-w-3xl">
          <CountTable caption="Images by class and split as they would be" counts={preview.after} />
        </div>
        <form action={send} className="mt-4 flex flex-wrap items-center gap-3">
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={String(value ?? "")} />
          ))}
          {wish.withDuplicates ? <input type="hidden" name="withDuplicates" value="on" /> : null}
          <SubmitButton pendingLabel="Assigning…" disabled={changedCount === 0}>
            Assign these splits
          </SubmitButton>
          <span className="text-sm text-muted">It can be undone in one step.</span>
          <FormError>{error}</FormError>
        </form>
      </Section>
    </div>
  );
}
