import { formatPercent } from "#components/figures/format-number.ts";
import type { Answer } from "#lib/onnx/preview-answers.ts";
import type { SampleImage } from "#lib/services/model-imports/findings.ts";

interface AnswerGridProps {
  samples: readonly SampleImage[];
  answers: readonly Answer[];
}

/** A few pictures with the classes the model finds likeliest: whether it is used as it was trained is seen here. */
export function AnswerGrid({ samples, answers }: AnswerGridProps) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-4">
      {samples.map(({ imageId, thumbSha256, className }, i) => (
        <li key={imageId} className="flex gap-3">
          {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
          <img
            src={`/api/v1/files/${thumbSha256}`}
            alt={className ?? "unknown class"}
            className="size-24 shrink-0 rounded-md bg-fill object-cover"
          />
          <div className="min-w-0 flex-1">
            <p className="truncate text-sm font-medium">{className ?? "unknown class"}</p>
            <ol className="mt-1 grid gap-0.5 text-xs">
              {answers[i].map((guess) => (
                <li key={guess.className} className="relative flex justify-between gap-2 px-1">
                  <span
                    aria-hidden="true"
                    className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft"
                    style={{ width: `${guess.probability * 100}%` }}
                  />
                  <span
                    className={`relative truncate ${guess.className === className ? "font-semibold" : ""}`}
                  >
                    {guess.className}
                  </span>
                  <span className="relative tabular-nums">{formatPercent(guess.probability)}</span>
                </li>
              ))}
            </ol>
          </div>
        </li>
      ))}
    </ul>
  );
}
