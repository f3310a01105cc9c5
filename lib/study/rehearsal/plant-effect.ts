import { AppError } from "#lib/errors.ts";
import type { SimulatedPanel } from "../template.ts";

/** What is planted, by the id of its arm: the latent plausibility of all its maps, in [0, 1]. */
export type PlantedEffect = ReadonlyMap<string, number>;

interface NamedArm {
  readonly armId: string;
  readonly label: string;
  readonly explainerId: string;
}

/**
 * Reads "arm=value", the arm by its label, or by its method's id where only one arm has it.
 * @throws AppError `invalid` for an arm that is not there, or is meant twice, or a value outside [0, 1]
 */
export function parseEffect(texts: readonly string[], arms: readonly NamedArm[]): PlantedEffect {
  const effect = new Map<string, number>();
  for (const text of texts) {
    const at = text.lastIndexOf("=");
    const [name, given] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    const value = Number(given);
    if (at < 0 || given === "" || !(value >= 0 && value <= 1))
      throw new AppError(
        "invalid",
        `"${text}" is no effect: give an arm and a number in [0, 1], like "IBA=0.4".`,
      );
    const armId = findArm(arms, name);
    if (effect.has(armId)) throw new AppError("invalid", `The effect of "${name}" is given twice.`);
    effect.set(armId, value);
  }
  return effect;
}

function findArm(arms: readonly NamedArm[], name: string): string {
  const byLabel = arms.filter(({ label }) => label === name);
  const found = byLabel.length > 0 ? byLabel : arms.filter(({ explainerId }) => explainerId === name);
  if (found.length === 1) return found[0].armId;
  const known = arms.map(({ label }) => `"${label}"`).join(", ");
  const fault = found.length === 0 ? "There is no arm" : "There are several arms";
  throw new AppError("invalid", `${fault} "${name}" in this study. Its arms: ${known}.`);
}

/**
 * The pictures with the planted plausibility where there is one, else with the measured one. Of an arm's maps of several classes
 * the one of the computer's answer is given it. Changes nothing given.
 */
export function plantEffect<Panel extends SimulatedPanel>(
  panels: ReadonlyMap<string, Panel>,
  effect: PlantedEffect,
): Map<string, Panel> {
  return new Map(
    [...panels].map(([id, panel]) => {
      const planted = (panel.classAt ?? 0) === 0 ? effect.get(panel.armId) : undefined;
      return [id, { ...panel, share: planted ?? panel.share }];
    }),
  );
}
