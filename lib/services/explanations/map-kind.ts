import { explainsOf } from "#lib/explain/explains-of.ts";

/** What an arm's maps speak of: their class, against it, nothing of the model (a control), or a model that is not here. */
export type MapKind = "for" | "against" | "control" | "other-model";

export function mapKind(arm: { explainerId: string; options: unknown; explainsModel: boolean }): MapKind {
  if (!arm.explainsModel) return "other-model";
  if (arm.explainerId.startsWith("control-")) return "control";
  return explainsOf(arm) === "against" ? "against" : "for";
}
