import { formatNumber } from "#components/figures/format-number.ts";
import { Card } from "#components/ui/card.tsx";
import type { Estimate, Value } from "#lib/stats/estimate.ts";
import type { RegionAgreement } from "#lib/stats/regions/region-agreement.ts";
import { classSentence, foundSentence, intervalWords, placeSentence, whyNot } from "./agreement-words.ts";

/** The three questions that agreement on regions comes to, each with its answer in a number and in words. */
export function AgreementCards({ agreement }: { agreement: RegionAgreement }) {
  const { found, class: naming, place, images } = agreement;
  const n = images === 1 ? "1 image" : `${images} images`;
  return (
    <div className="grid gap-4 md:grid-cols-3">
      <AgreementCard
        title="Found"
        question="Did both see that something is there?"
        measure={`F1, n = ${n}`}
        value={found.f1}
        sentence={foundSentence(agreement)}
      />
      <AgreementCard
        title="Class"
        question="Did both call it the same?"
        measure={`share alike, n = ${naming.pairs === 1 ? "1 region" : `${naming.pairs} regions`}`}
        value={naming.observed}
        sentence={classSentence(agreement)}
      />
      <AgreementCard
        title="Place"
        question="Did both draw it in the same place?"
        measure={`mean IoU, n = ${n}`}
        value={place.meanIou}
        sentence={placeSentence(agreement)}
      />
    </div>
  );
}

interface AgreementCardProps {
  title: string;
  question: string;
  measure: string;
  value: Value | Estimate;
  sentence: string;
}

function AgreementCard({ title, question, measure, value, sentence }: AgreementCardProps) {
  return (
    <Card className="flex flex-col gap-2">
      <div>
        <h3 className="font-semibold">{title}</h3>
        <p className="text-sm text-muted">{question}</p>
      </div>
      {"value" in value ? (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-2xl font-semibold tracking-tight tabular-nums">
            {formatNumber(value.value, 2)}
          </span>
          {"low" in value ? (
            <span className="text-sm whitespace-nowrap text-muted tabular-nums">{intervalWords(value)}</span>
          ) : null}
          <span className="text-sm text-muted">{measure}</span>
        </p>
      ) : (
        <p className="text-muted">No value: {whyNot(value.undefined)}</p>
      )}
      <p className="text-sm">{sentence}</p>
    </Card>
  );
}
