// Pictures for docs/explainers: `npx tsx scripts/draw-explainers.ts [id ...]`. Every method with its defaults (LayerCAM and
// Smooth Grad-CAM++ at layer2) on one test picture of the demo, about its true class; SCOUTER− about the class most like it.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { findPictures } from "#cli/explain/find-pictures.ts";
import { asInput } from "#cli/explain/measure-model.ts";
import { estimateIbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { explainers } from "#lib/explain/registry.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { colourMaps } from "#lib/imaging/colour-map.ts";
import { encodeWebp } from "#lib/imaging/encode-image.ts";
import { drawOverlay } from "#lib/imaging/overlay.ts";
import { rasteriseRegions } from "#lib/imaging/region.ts";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { stemOf } from "./render-methods-page.ts";

const DATA = "demo/scenes/data";
const OUT = path.join(import.meta.dirname, "..", "docs", "explainers");
const SIDE = 288;
const MODELS = { "scouter+": "scouter-plus", "scouter-": "scouter-minus" } as Record<string, string>;
const COLOURS = { for: colourMaps.for, against: colourMaps.against, either: colourMaps.magma };
/** These are for inner layers. */
const OPTIONS: Record<string, object> = {
  "layer-cam": { layer: "layer2" },
  "smooth-grad-cam++": { layer: "layer2" },
};

const pictures = await findPictures([DATA]);
const test = pictures.filter(({ name }) => name.startsWith("test/penguin"));
const picture = test[0];
const regions = picture.regions.filter(({ kind }) => kind !== "box");
const wanted = process.argv.slice(2);
for (const [id, explainer] of explainers) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  const model = await openModel(await readFile(`demo/models/${MODELS[id] ?? "fc"}.safetensors`));
  const image = await picture.read();
  const images = asInput(model, [image]);
  const target = model.classNames.indexOf(id === "scouter-" ? "koala" : (picture.className as string));
  const others = await Promise.all(pictures.filter((_, i) => i % 4 === 0).map(({ read }) => read()));
  const statistics = explainer.needs.includes("statistics")
    ? await estimateIbaStatistics(model, asInput(model, others))
    : undefined;
  const [map] = await runExplainer({
    explainer,
    model,
    images,
    targets: [target],
    options: OPTIONS[id],
    random: createRandom(1),
    regions: [rasteriseRegions(regions, image)],
    statistics,
  });
  const { data } = resizeBilinear({ ...image, channels: 3 }, SIDE, SIDE);
  const style = { colours: COLOURS[explainer.explains], opacity: 0.65, dim: 0.45 };
  const over = drawOverlay(data, normaliseMap(map, SIDE, SIDE).data, style);
  const both = new Uint8Array(2 * over.length);
  for (let y = 0; y < SIDE; y++) {
    const row = SIDE * 3;
    both.set(data.subarray(y * row, (y + 1) * row), 2 * y * row);
    both.set(over.subarray(y * row, (y + 1) * row), (2 * y + 1) * row);
  }
  const webp = await encodeWebp({ data: both, width: 2 * SIDE, height: SIDE }, { quality: 80 });
  await writeFile(path.join(OUT, `${stemOf(id)}.webp`), webp);
  await model.dispose();
  console.log(id);
}
