import Link from "next/link";
import { formatPercent } from "#components/figures/format-number.ts";
import { mapCautions, mapKind } from "#components/heatmap/map-caution.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { MapDetail } from "#lib/services/explanations/get-map.ts";
import type { MapContext } from "#lib/services/explanations/get-map-context.ts";

interface MapStandingProps {
  map: MapDetail;
  context: MapContext;
  truth: string | null;
}

/** What the model makes of the class that the map explains, and why to be careful where there is a reason. */
export function MapStanding({ map, context: { confidence, classes, run }, truth }: MapStandingProps) {
  const kind = mapKind(map.arm.explainerId);
  const cautions = mapCautions(confidence, kind);
  const { probability, accuracy } = confidence;
  const answer = classes[0]?.probability == null ? null : classes[0];
  const facts: [string, React.ReactNode][] = [
    [kind === "against" ? "Evidence against" : "Class explained", map.target.name],
    ["True class", truth ?? "unknown"],
    [
      "Model",
      <Link key="model" className="link" href={`/models/${map.model.id}`}>
        {map.model.name}
      </Link>,
    ],
    ["Its answer", answer ? `${answer.name}, ${formatPercent(answer.probability ?? 0)}` : "not yet"],
    [`Probability of ${map.target.name} here`, probability === null ? "not yet" : formatPercent(probability)],
    [
      `Accuracy on ${map.target.name}`,
      accuracy
        ? `${formatPercent(accuracy.value)} of ${accuracy.images} held-out images`
        : "no report on this data yet",
    ],
    [
      "Run",
      <Link key="run" className="link" href={`/explanations/${run.id}`}>
        {run.name}
      </Link>,
    ],
    ["Made by", `${map.engine} in ${Math.round(map.elapsedMs)} ms`],
  ];
  return (
    <div className="grid content-start gap-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {cautions.length > 0 ? (
        <Notice tone="warn" title="Read this map with care">
          {cautions.map((caution) => (
            <p key={caution}>{caution}</p>
          ))}
        </Notice>
      ) : null}
      {kind === "control" ? (
        <p className="text-sm text-muted">
          A control: it knows nothing of the model, and gives the scores of other maps their scale.
        </p>
      ) : null}
    </div>
  );
}
