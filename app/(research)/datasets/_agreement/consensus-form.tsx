"use client";

import { useActionState } from "react";
import { formatNumber } from "#components/figures/format-number.ts";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { addConsensusAction } from "./actions.ts";
import { PersonLine } from "./person-line.tsx";

export interface ClassProposal {
  className: string | null;
  method: "majority" | "staple";
  isGone: boolean;
  partCount: number;
  raters: { index: number; label: string; sensitivity: number; specificity: number }[] | null;
}

interface ConsensusFormProps {
  place: { datasetId: string; roundId: string; imageId: string };
  classes: readonly ClassProposal[];
  canAdd: boolean;
}

/** What people together say, class by class, and the button that adds it to the regions. */
export function ConsensusForm({ place, classes, canAdd }: ConsensusFormProps) {
  const [{ error }, send] = useActionState(addConsensusAction, NOTHING_SENT);
  const addable = classes.some(isAddable);
  return (
    <form action={send} className="flex flex-col gap-4">
      {Object.entries(place).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {classes.map((each) => (
        <ClassPart key={each.className ?? ""} proposal={each} canAdd={canAdd} />
      ))}
      <FormError>{error}</FormError>
      {canAdd && addable ? (
        <div className="flex flex-col items-start gap-2">
          <SubmitButton pendingLabel="Adding…">Add to the regions</SubmitButton>
          <p className="text-sm text-muted">
            As new regions of yours. What is there stays as it is, and the image is to be reviewed.
          </p>
        </div>
      ) : null}
    </form>
  );
}

const isAddable = ({ partCount, isGone }: ClassProposal) => partCount > 0 && !isGone;

function ClassPart({ proposal, canAdd }: { proposal: ClassProposal; canAdd: boolean }) {
  const { className, raters } = proposal;
  const name = className ?? "No class";
  return (
    <section aria-label={name} className="rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold wrap-anywhere">{name}</h3>
        {canAdd && isAddable(proposal) ? (
          <label className="inline-flex min-h-8 items-center gap-2 text-sm max-sm:min-h-11">
            <input
              type="checkbox"
              name="className"
              value={className ?? ""}
              defaultChecked
              className="size-4 accent-accent"
            />
            Add
          </label>
        ) : null}
      </div>
      <p className="text-sm text-muted">{howWords(proposal)}</p>
      {raters ? (
        <Table caption={`What each person is worth: ${name}`} className="mt-2">
          <thead>
            <tr>
              <Th>Person</Th>
              <Th numeric>Sensitivity</Th>
              <Th numeric>Specificity</Th>
            </tr>
          </thead>
          <tbody>
            {raters.map(({ index, label, sensitivity, specificity }) => (
              <tr key={label}>
                <Th scope="row">
                  <PersonLine index={index} /> {label}
                </Th>
                <Td numeric>{formatNumber(sensitivity, 3)}</Td>
                <Td numeric>{formatNumber(specificity, 3)}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      ) : null}
    </section>
  );
}

function howWords({ method, partCount, isGone }: ClassProposal): string {
  const how =
    method === "majority"
      ? "By majority: the pixels that both marked."
      : "By STAPLE: the pixels that rather belong to it, people weighed by how well they agree with all.";
  if (isGone) return `${how} The data set has no such class any more: it cannot be added.`;
  if (partCount === 0) return `${how} They agree on no pixel.`;
  return `${how} ${partCount === 1 ? "1 region" : `${partCount} regions`}; what touches is one.`;
}
