import { formatPercent } from "#components/figures/format-number.ts";

/** How sure the model is of the class that a map explains; null where it is not known. */
export interface MapConfidence {
  /** Of the class on this image. */
  probability: number | null;
  /** Of the model on held-out images of the class, and how many those are. */
  accuracy: { value: number; images: number } | null;
}

/** What a map speaks of: its class, against it, or nothing of the model. */
export type MapKind = "for" | "against" | "control";

export function mapKind(explainerId: string): MapKind {
  if (explainerId === "scouter-") return "against";
  return explainerId.startsWith("control-") ? "control" : "for";
}

/** From here on the class is the model's answer, whatever the others get. */
const ANSWER = 0.5;
/** A model that gets more than three in ten images of a class wrong has learnt something else than the class. */
const LOW_ACCURACY = 0.7;

/**
 * Why a map should be read with care, a sentence a reason: evidence for a class the model hardly sees here, evidence against one it
 * does see, or a class it is often wrong about. Controls say nothing of the model, so nothing is said of them.
 */
export function mapCautions({ probability, accuracy }: MapConfidence, kind: MapKind): string[] {
  if (kind === "control") return [];
  const cautions: string[] = [];
  if (probability !== null && kind === "for" && probability < ANSWER)
    cautions.push(
      `The model is far from sure: it gives this class only ${formatPercent(probability, 0)} here.`,
    );
  if (probability !== null && kind === "against" && probability >= ANSWER)
    cautions.push(
      `The model gives this class ${formatPercent(probability, 0)} here: what speaks against it did not win.`,
    );
  if (accuracy && accuracy.value < LOW_ACCURACY)
    cautions.push(
      `The model is right on only ${formatPercent(accuracy.value, 0)} of ${accuracy.images} held-out images of this class: its maps show what it uses, not what the class is.`,
    );
  return cautions;
}

/** Both numbers in words, e.g. "probability 87 % here, right on 93 % of 40 held-out images of this class". */
export function confidenceWords({ probability, accuracy }: MapConfidence): string {
  const parts = [
    probability === null ? null : `probability ${formatPercent(probability, 0)} here`,
    accuracy === null
      ? null
      : `right on ${formatPercent(accuracy.value, 0)} of ${accuracy.images} held-out images of this class`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : "the model has not answered yet";
}
