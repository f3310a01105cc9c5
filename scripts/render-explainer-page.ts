import type { Explainer } from "#lib/explain/define-explainer.ts";
import { EXPLAINER_GROUPS } from "#lib/explain/define-explainer.ts";
import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import { parseOptions } from "#lib/explain/run-explainer.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import { explainerNotes } from "./explainer-notes.ts";
import { EXPLAINS, optionTable, pageOf, stemOf, table } from "./render-methods-page.ts";

/** Costs are told for the demo's models: 96 x 96 pixels, features 12 x 12 x 128. */
const DEMO = {
  inputSize: 96,
  featureShape: { height: 12, width: 12, channels: 128 },
  classNames: Array.from({ length: 10 }, (_, c) => `class ${c}`),
} as unknown as ModelView;

const NEEDS: Record<Explainer["needs"][number], string> = {
  attention: "slot attention (a SCOUTER model)",
  features: "a feature map",
  gradients: "gradients through the layers above the feature map",
  "pixel-gradients": "gradients through the whole network",
  "class-weights": "a mean and one linear layer on top",
  predictions: "logits of changed images",
  regions: "the ground-truth region of the image",
  statistics: "the mean and spread of the features over many images",
};

function costOf(explainer: Explainer): string {
  const { forwards, backwards, heads = 0 } = explainer.cost(parseOptions(explainer, {}), DEMO);
  const back = backwards > 0 ? ` and ${backwards} backward` : "";
  const head = heads > 0 ? `, and ${heads} through the layers above the features` : "";
  return forwards + backwards === 0 ? "none" : `${forwards} forward${back} passes${head}`;
}

/** docs/explainers/<id>.md. `npx vitest run test/unit/docs -u` writes the pages anew, scripts/draw-explainers.ts the pictures. */
export function renderExplainerPage(explainer: Explainer): string {
  const { id, name, group, formula, needs, explains, signed, cites } = explainer;
  const facts = [
    ["id", `\`${id}\``],
    ["group", group],
    ["map", formula],
    [
      "shows",
      `${EXPLAINS[explains]}${signed ? "; values below 0 speak against it, and are clipped when shown" : ""}`,
    ],
    ["needs", needs.map((need) => NEEDS[need]).join("; ") || "nothing"],
    ["cost of a map", `${costOf(explainer)} with its defaults on the demo's model`],
  ];
  const options = optionTable(explainer);
  return [
    `# ${name}`,
    `![${name} on a picture of the demo](${stemOf(id)}.webp)`,
    explainerNotes[id],
    table(["", ""], facts),
    ...(options.length > 0 ? ["## Options", ...options] : []),
    ...(cites.length > 0 ? ["## Source", ...cites.map((key) => literature[key])] : []),
    "",
  ].join("\n\n");
}

/** docs/explainers/README.md: all of them, by group. */
export function renderExplainerIndex(): string {
  const row = (explainer: Explainer) => [
    `[${explainer.name}](${pageOf(explainer.id)})`,
    `\`${explainer.id}\``,
    explainer.formula,
    costOf(explainer),
  ];
  const tables = EXPLAINER_GROUPS.map((group) => {
    const own = [...explainers.values()].filter((explainer) => explainer.group === group);
    return `## ${group[0].toUpperCase()}${group.slice(1)}\n\n${table(["Method", "id", "Map", "Cost"], own.map(row))}`;
  });
  return [
    "# Explanation methods",
    "A page each, written from the declarations in `lib/explain`; do not edit them by hand. The pictures are of one test picture of the demo, drawn by `npx tsx scripts/draw-explainers.ts` with the methods' defaults, LayerCAM and Smooth Grad-CAM++ at `layer2`. Cost: passes through the whole network for one map, with the method's defaults on the demo's model.",
    ...tables,
    "",
  ].join("\n\n");
}
