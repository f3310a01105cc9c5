import type { PlaygroundData, PlaygroundModel } from "#components/playground/playground-data.ts";
import type { PlaygroundImageRow, PlaygroundModelRow } from "#lib/services/models/get-playground.ts";

const KINDS = { fc: "fc", scouter_plus: "scouter+", scouter_minus: "scouter-" } as const;

/** Rows of the workspace as the playground takes them: weights and pictures come through the site's own routes. */
export function toPlaygroundData({
  models,
  images,
}: {
  models: readonly PlaygroundModelRow[];
  images: readonly PlaygroundImageRow[];
}): PlaygroundData {
  return {
    models: models.flatMap((row) => (row.kind === "onnx" ? [] : [toModel(row, KINDS[row.kind])])),
    absent: models.flatMap(({ kind, name }) =>
      kind === "onnx" ? [{ name, reason: "an ONNX file, which runs on onnxruntime in a worker" }] : [],
    ),
    pictures: images.map(({ fileName, className, displaySha256, thumbSha256 }) => ({
      name: fileName,
      className,
      address: `/api/v1/files/${displaySha256}`,
      thumbnail: `/api/v1/files/${thumbSha256}`,
    })),
  };
}

function toModel(row: PlaygroundModelRow, kind: PlaygroundModel["kind"]): PlaygroundModel {
  const { id, name, backbone, classNames, inputSize, byteSize, reliability } = row;
  return {
    id,
    name,
    kind,
    backbone,
    classNames,
    inputSize,
    bytes: byteSize,
    address: `/api/v1/models/${id}/file?format=safetensors`,
    reliability: reliability && {
      on: `${reliability.split} of ${reliability.datasetName}, version ${reliability.versionNumber}`,
      images: reliability.images,
      correct: reliability.correct,
      perClass: reliability.perClass,
    },
  };
}
