import Link from "next/link";
import { Figure } from "#components/figures/figure.tsx";
import { formatInterval, formatNumber } from "#components/figures/format-number.ts";
import { methodTone } from "#components/figures/method-tone.ts";
import { TrendPlot } from "#components/figures/trend-plot.tsx";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import type { AreaBySimilarity } from "#lib/metrics/contrast/area-by-similarity.ts";
import type { Ctx } from "#lib/services/context.ts";
import type { MetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { getSimilarityTrend, type SimilarityTrend } from "#lib/services/metrics/get-similarity-trend.ts";
import type { Estimate } from "#lib/stats/estimate.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { EveryClassForm } from "./every-class-form.tsx";

const GROUPS = ["trueClass", "similar", "middle", "dissimilar"] as const;
const CATEGORIES = ["true class", "most similar", "middle", "least similar"];

/** How evidence for and against a class changes with how alike the class and the true one are: table 2 of the paper. */
export async function TrendSection({ ctx, table: { runId, arms } }: { ctx: Ctx; table: MetricTable }) {
  const hasSlots = arms.some(({ explainerId }) => explainerId.startsWith("scouter"));
  const trend = await readOrLeave(getSimilarityTrend(ctx, runId));
  return (
    <Section title="Does evidence follow similarity?" context="Area of SCOUTER maps by class">
      {trend && trend.arms.length > 0 ? (
        <Trend trend={trend} runId={runId} />
      ) : (
        <div className="grid justify-items-start gap-3">
          <p className="max-w-prose text-muted">
            This needs a SCOUTER+ or SCOUTER− map of every class, not of one, and a plain classifier that says
            which classes are alike.{" "}
            {hasSlots
              ? "One forward pass an image and model makes them all."
              : "This run explains no SCOUTER model: start one that does."}
          </p>
          {hasSlots && can(ctx.actor, "run:start") ? <EveryClassForm runId={runId} /> : null}
        </div>
      )}
    </Section>
  );
}

function Trend({ trend, runId }: { trend: SimilarityTrend; runId: string }) {
  const { arms, overlap, similarity, source } = trend;
  const series = arms.map(({ label, explainerId, area }) => ({
    label: explainerId === "scouter+" ? "SCOUTER+" : explainerId === "scouter-" ? "SCOUTER−" : label,
    tone: methodTone(explainerId),
    values: GROUPS.map((group) => area.groups[group]),
  }));
  return (
    <>
      <div className="grid gap-8 lg:grid-cols-2">
        <Figure
          title="Area by class similarity"
          sentence={`${arms.map(sentence).join(" ")} Areas are scaled over all classes of an image jointly, as the paper draws them; groups are thirds of the other classes.`}
          data={{
            columns: ["method", "classes", "area", "low", "high", "images", "note"],
            rows: arms.flatMap(({ label, area }) => groupRows(label, area)),
          }}
        >
          <TrendPlot
            title="Mean area of the map by similarity of its class to the true class"
            categories={CATEGORIES}
            yAxis="mean area"
            series={series}
          />
        </Figure>
        {overlap ? (
          <Figure
            title="Overlap of evidence for and against"
            sentence={`${overlapSentence(overlap.share)} Both maps are of the same class on the same image; 0: nowhere both, 1: the same place.`}
            data={{
              columns: ["measure", "classes", "share", "low", "high", "images", "note"],
              rows: groupRows("overlap", overlap.share),
            }}
          >
            <TrendPlot
              title="Overlap of SCOUTER+ and SCOUTER− maps of a class by similarity to the true class"
              categories={CATEGORIES}
              yAxis="share in common"
              series={[
                {
                  label: "overlap",
                  tone: "method",
                  values: GROUPS.map((group) => overlap.share.groups[group]),
                },
              ]}
            />
          </Figure>
        ) : null}
      </div>
      <p className="mt-3 max-w-prose text-sm text-muted">
        {source.runId === runId ? null : (
          <>
            From the maps of{" "}
            <Link className="link" href={`/explanations/${source.runId}`}>
              {source.runName}
            </Link>
            , of the same data and models.{" "}
          </>
        )}
        Similarity: mean probability that {similarity.modelName} gives a class on held-out images of another (
        {similarity.imageCount} images).
      </p>
    </>
  );
}

function sentence({
  label,
  images,
  area: { rankCorrelation, groups },
}: SimilarityTrend["arms"][number]): string {
  const { trueClass, dissimilar } = groups;
  const ends =
    "value" in trueClass && "value" in dissimilar
      ? `, from ${formatNumber(trueClass.value)} on the true class to ${formatNumber(dissimilar.value)} on the least similar`
      : "";
  return `${label}: rank correlation of similarity and area ${correlationWords(rankCorrelation)} within a true class, over ${images} images${ends}.`;
}

function correlationWords(estimate: Estimate): string {
  return "value" in estimate
    ? `${formatNumber(estimate.value, 2)} ${formatInterval(estimate.low, estimate.high, 2)}`
    : `undefined (${undefinedWords(estimate.undefined)})`;
}

function overlapSentence({ groups, rankCorrelation }: AreaBySimilarity): string {
  const { trueClass } = groups;
  const share =
    "value" in trueClass
      ? `On the true class, evidence for and against share ${formatNumber(trueClass.value, 2)} ${formatInterval(trueClass.low, trueClass.high, 2)} of their place.`
      : "Their overlap on the true class is undefined.";
  return `${share} Rank correlation of overlap and similarity over the other classes: ${correlationWords(rankCorrelation)}.`;
}

const round = (value: number) => Number(value.toPrecision(6));

function groupRows(label: string, { groups, rankCorrelation }: AreaBySimilarity) {
  const row = (name: string, estimate: Estimate) =>
    "value" in estimate
      ? [label, name, round(estimate.value), round(estimate.low), round(estimate.high), estimate.n, ""]
      : [label, name, null, null, null, 0, undefinedWords(estimate.undefined)];
  return [
    ...GROUPS.map((group, index) => row(CATEGORIES[index], groups[group])),
    row("rank correlation with similarity", rankCorrelation),
  ];
}
