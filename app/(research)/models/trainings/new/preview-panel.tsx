import { formatCount } from "#components/figures/format-number.ts";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { TrainingPreview } from "#lib/services/trainings/preview-training.ts";
import { inMinutes } from "../../_training/in-minutes.ts";
import type { PreviewState } from "./use-preview.ts";

const MAX_CLASSES = 8;

/** What the training would be, before it is started. */
export function PreviewPanel({ state: { preview, error, isOld } }: { state: PreviewState }) {
  return (
    <aside aria-labelledby="preview-title" aria-busy={isOld} className="grid gap-3 lg:sticky lg:top-8">
      {error ? (
        <Notice tone="danger" title="This cannot be trained yet" live>
          {error}
        </Notice>
      ) : null}
      <Card>
        <div className="mb-2 flex items-baseline justify-between gap-3">
          <h2 id="preview-title" className="text-sm font-semibold">
            What would be trained
          </h2>
          <span className="text-xs text-muted">{isOld ? "counting…" : ""}</span>
        </div>
        {preview ? <Facts preview={preview} /> : null}
      </Card>
      {preview?.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning}
        </Notice>
      ))}
    </aside>
  );
}

function Facts({ preview }: { preview: TrainingPreview }) {
  const { settings, expectedSeconds, msPerImage } = preview;
  const facts = [
    { name: "Images", value: images(preview) },
    { name: `${preview.classNames.length} classes`, value: classes(preview.classNames) },
    {
      name: "Steps",
      value: `${formatCount(preview.steps)}: ${settings.epochs} epochs, ${settings.batchSize} images a step`,
    },
    {
      name: "Network",
      value: `${preview.backbone} at ${preview.inputSize} px, ${formatCount(preview.parameters)} parameters, ${
        preview.trainedParameters === preview.parameters
          ? "all trained"
          : `${formatCount(preview.trainedParameters)} of them trained`
      }`,
    },
    {
      name: "Time",
      value:
        expectedSeconds === null || msPerImage === null
          ? "not known: nothing like it has been trained here yet"
          : `about ${inMinutes(expectedSeconds)}, at ${msPerImage.toPrecision(2)} ms an image as last time`,
    },
  ];
  return (
    <dl className="grid gap-2 text-sm">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function images({ train, validation, isDrawn, unlabelled, untouched }: TrainingPreview): string {
  return [
    `${formatCount(train)} to train on`,
    `${formatCount(validation)} to validate on${isDrawn && validation > 0 ? ", drawn from the same by the seed" : ""}`,
    untouched > 0 ? `${formatCount(untouched)} of other splits are left alone` : "",
    unlabelled > 0 ? `${formatCount(unlabelled)} without a class are left out` : "",
  ]
    .filter(Boolean)
    .join("; ");
}

function classes(names: readonly string[]): string {
  const listed = names.slice(0, MAX_CLASSES).join(", ");
  return names.length > MAX_CLASSES ? `${listed} and ${names.length - MAX_CLASSES} more` : listed;
}
