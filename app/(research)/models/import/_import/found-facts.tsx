import type { ReactNode } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import type { OnnxFacts } from "#lib/onnx/inspect-onnx.ts";

const COLOURS = { rgb: "red, green, blue", bgr: "blue, green, red", grey: "one channel of grey" };
const AXES = {
  nchw: "batch, channels, height, width",
  nhwc: "batch, height, width, channels",
};

function batchWords(batch: number | null): string {
  if (batch === null) return "any number at a time";
  return batch === 1 ? "one at a time" : `${batch} at a time`;
}

/** What was found in an ONNX file, each fact with how it is known. */
export function FoundFacts({ facts }: { facts: OnnxFacts }) {
  const { input, output, features, chosenFeatures, normalisation, classNames } = facts;
  const chosen = features.find(({ name }) => name === chosenFeatures);
  const rows: [string, ReactNode, string][] = [
    [
      "File",
      `${facts.producer || "unknown producer"}, opset ${facts.opset}`,
      `${formatCount(facts.parameterCount)} parameters`,
    ],
    [
      "Pictures",
      `${input.size} × ${input.size}, ${COLOURS[input.channels]}`,
      `input “${input.name}”, ${input.type}, axes ${AXES[input.layout]}; ${batchWords(input.batch)}`,
    ],
    ["Normalised", normalisation?.value ?? "not known", normalisation?.because ?? "the file does not say"],
    ["Scores", `${output.classes} classes`, output.because],
    [
      "Class names",
      `${classNames.first.slice(0, 4).join(", ")}${classNames.count > 4 ? ", …" : ""}`,
      classNames.because,
    ],
    [
      "Feature map",
      chosen ? `${chosen.height} × ${chosen.width}, ${chosen.channels} channels` : "none",
      chosen ? `“${chosen.name}”` : "methods that read one cannot be used",
    ],
  ];
  return (
    <>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[8rem_minmax(0,1fr)]">
        {rows.map(([name, value, note]) => (
          <div key={name} className="contents">
            <dt className="text-sm text-muted">{name}</dt>
            <dd className="wrap-anywhere max-sm:mb-2">
              {value}
              <span className="block text-xs text-muted">{note}</span>
            </dd>
          </div>
        ))}
      </dl>
      {facts.notes.length > 0 ? (
        <ul className="mt-4 grid list-disc gap-1 pl-5 text-sm text-muted">
          {facts.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
