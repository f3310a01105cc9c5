import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { StudySummary } from "#lib/services/studies/list-studies.ts";

/** A study with its live counts and the way to its results and its participants' page. */
export function StudyCard({ study }: { study: StudySummary }) {
  const { id, name, state, people, simulated, key, armCount } = study;
  return (
    <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={`/studies/${id}`} className="font-medium hover:underline">
            {name}
          </Link>
          <StateBadge state={state} />
        </p>
        <p className="mt-0.5 text-sm text-muted">
          {armCount} arms · {people.consented} people, {people.completed} completed
          {simulated > 0 ? ` · ${simulated} simulated raters` : ""}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        {state === "open" ? (
          <ButtonLink href={`/s/${key}`} prefetch={false} target="_blank" rel="noopener">
            Take part<span className="sr-only"> (opens in a new tab)</span>
          </ButtonLink>
        ) : null}
        <ButtonLink href={`/studies/${id}/results`}>Results</ButtonLink>
      </div>
    </Card>
  );
}
