import type { MapNumbers } from "#components/heatmap/map-numbers.ts";
import type { ModelChoice } from "./model-choices.ts";
import type { PlaygroundModel } from "./playground-data.ts";
import type { MapRequest, MethodId } from "./protocol.ts";

/** One side of a class: evidence for it or against it, and the map that shows it. */
export interface Half {
  kind: "for" | "against";
  model: PlaygroundModel;
  request: MapRequest;
  /** Which values of the map are this side's: all of a slot's, or one sign of a signed map. */
  values: "all" | "positive" | "negative";
}

export interface Method {
  id: string;
  label: string;
  /** One sentence: what the cells of its maps are. */
  says: string;
  halves: readonly Half[];
}

function ask(model: PlaygroundModel, method: MethodId, options: Record<string, unknown> = {}): MapRequest {
  const key = [model.id, method, ...Object.values(options)].join(" ");
  return { key, modelId: model.id, method, options };
}

function slotHalf(model: PlaygroundModel, map: "attention" | "additive"): Half {
  const kind = model.kind === "scouter+" ? "for" : "against";
  const method = model.kind === "scouter+" ? "scouter+" : "scouter-";
  return { kind, model, request: ask(model, method, { map }), values: "all" };
}

/** The methods there are for a choice, the model's own first. */
export function listMethods({ models }: ModelChoice): Method[] {
  const [first] = models;
  const gradCam: Method = {
    id: "grad-cam",
    label: "Grad-CAM",
    says: "Features weighed by the gradient of the class’s logit. It shows evidence for a class only.",
    halves: [{ kind: "for", model: first, request: ask(first, "grad-cam"), values: "all" }],
  };
  if (first.kind === "fc") {
    const request = ask(first, "cam");
    const cam: Method = {
      id: "cam",
      label: "CAM",
      says: "What each cell adds to the class’s logit, or takes from it: one map, its two signs side by side.",
      halves: [
        { kind: "for", model: first, request, values: "positive" },
        { kind: "against", model: first, request, values: "negative" },
      ],
    };
    return [cam, gradCam];
  }
  const attention: Method = {
    id: "attention",
    label: "Attention",
    says: "Where the class’s slot looks: the map of the paper.",
    halves: models.map((model) => slotHalf(model, "attention")),
  };
  const shares: Method = {
    id: "shares",
    label: "Shares of the logit",
    says: "What each cell adds to the class’s logit.",
    halves: models.map((model) => slotHalf(model, "additive")),
  };
  return first.kind === "scouter+" ? [attention, shares, gradCam] : [attention, shares];
}

/** The map of one side; null where it has nothing on this side in any cell. */
export function sideOf(map: MapNumbers, values: Half["values"]): MapNumbers | null {
  if (values === "all") return map;
  const sign = values === "positive" ? 1 : -1;
  const data = map.data.map((value) => Math.max(0, sign * value));
  return data.some((value) => value > 0) ? { ...map, data } : null;
}
