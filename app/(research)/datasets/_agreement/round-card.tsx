import { Badge } from "#components/ui/badge.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { RoundSummary } from "#lib/services/rounds/list-rounds.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { drawAction } from "./actions.ts";

interface RoundCardProps {
  datasetId: string;
  round: RoundSummary;
  canDraw: boolean;
  canCompare: boolean;
}

/** A round in a list: how far it is, and what this person may do for it. */
export function RoundCard({ datasetId, round, canDraw, canCompare }: RoundCardProps) {
  const { id, name, instructions, imageCount, peopleWanted, doneCount, ownDone, isLeft, closedAt } = round;
  return (
    <Card as="li" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold wrap-anywhere">{name}</h3>
        {closedAt ? <Badge>closed</Badge> : null}
      </div>
      <p className="text-sm text-muted">
        {imageCount === 1 ? "1 image" : `${imageCount} images`}, {peopleWanted} people each
        {round.split ? `, from ${round.split}` : ""}
        {ownDone > 0 ? ` · you have done ${ownDone}` : ""}
      </p>
      {instructions ? (
        <p className="line-clamp-3 text-sm whitespace-pre-wrap wrap-anywhere">{instructions}</p>
      ) : null}
      <Progress done={doneCount} total={imageCount * peopleWanted} label="drawings" />
      <div className="mt-auto flex flex-wrap items-center gap-2">
        {canDraw && isLeft ? (
          <ActionButton
            action={drawAction}
            fields={{ datasetId, roundId: id }}
            pendingLabel="Opening…"
            aria-label={`Draw independently: ${name}`}
          >
            Draw independently
          </ActionButton>
        ) : null}
        {canDraw && !isLeft && !closedAt ? (
          <p className="text-sm text-muted">Nothing is left for you to draw.</p>
        ) : null}
        {canCompare ? (
          <ButtonLink
            href={`/datasets/${datasetId}/agreement/${id}`}
            aria-label={`See the agreement: ${name}`}
          >
            See the agreement
          </ButtonLink>
        ) : null}
      </div>
    </Card>
  );
}
