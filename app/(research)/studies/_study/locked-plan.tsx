import { ButtonLink } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { LockedPlan as Plan } from "#lib/services/studies/get-preregistration.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";

/** What was fixed and when, with the hash that shows it is still the same. */
export function LockedPlan({ studyId, plan }: { studyId: string; plan: Plan }) {
  const { preregistration, hash, lockedAt } = plan;
  const { hypotheses, primaryContrast, targetRaters, stoppingRule, arms } = preregistration;
  const { shows } = requireTemplate(preregistration.template.id, preregistration.template.version);
  const label = (id: string) => arms.find((arm) => arm.id === id)?.label ?? id;
  const facts: [string, string][] = [
    ["Hypotheses", hypotheses],
    [
      "Primary contrast",
      primaryContrast
        ? `${label(primaryContrast.first)} less ${label(primaryContrast.second)}, ${shows.kind === "after-training" ? "between" : "within"} raters`
        : "none: means are estimated",
    ],
    ["Raters to analyse", String(targetRaters)],
    ["Stopping rule", stoppingRule],
  ];
  return (
    <div className="grid gap-4">
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[140px_minmax(0,1fr)]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="max-w-prose whitespace-pre-line max-sm:mb-2">{value}</dd>
          </div>
        ))}
        <dt className="text-muted">Locked</dt>
        <dd className="max-sm:mb-2">
          <Moment at={lockedAt} />; whoever joined before is a pilot, not in the primary analysis
        </dd>
        <dt className="text-muted">SHA-256</dt>
        <dd className="min-w-0 font-mono text-xs leading-5 break-all select-all">{hash}</dd>
      </dl>
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/api/v1/studies/${studyId}/preregistration.json`} prefetch={false} download>
          Preregistration (JSON)
        </ButtonLink>
        <CopyButton text={hash} label="Copy SHA-256" />
      </div>
    </div>
  );
}
