import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import { drawMap } from "./draw-map.ts";
import type { OpenedPicture } from "./explain-group.ts";
import type { SavedMap } from "./manifest.ts";
import type { OpenedModel } from "./open-models.ts";

export interface MadeMap {
  model: OpenedModel;
  method: Pick<Explainer, "id" | "explains">;
  map: SaliencyMap;
  target: number;
  /** The model's softmax of the target class. */
  probability: number;
}

/**
 * Writes a map and its overlay into the output folder; what is returned belongs in its manifest.
 * @param options.isOneOfMany where a picture has maps of several classes: the class's number is part of the name
 */
export async function saveMap(
  out: string,
  { picture, image }: OpenedPicture,
  { model, method, map, target, probability }: MadeMap,
  { isOneOfMany = false } = {},
): Promise<SavedMap> {
  const stem = `${model.name}/${method.id}/${picture.name}${isOneOfMany ? `.class-${target}` : ""}`;
  const files = { map: `${stem}.npy`, overlay: `${stem}.png` };
  await mkdir(dirname(join(out, stem)), { recursive: true });
  await writeFile(join(out, files.map), writeNpy([map.height, map.width], map.data));
  await writeFile(join(out, files.overlay), await drawMap(image, map, method.explains));
  return {
    image: picture.name,
    trueClass: picture.className,
    target,
    targetClass: model.view.classNames[target],
    probability,
    height: map.height,
    width: map.width,
    ...files,
  };
}
