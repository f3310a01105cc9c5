import { readFile } from "node:fs/promises";
import { type ClassSimilarity, classSimilarity } from "#lib/explain/class-similarity.ts";
import { readInitialModel } from "#lib/scouter/training/initial-model.ts";
import type { ExperimentData } from "./data.ts";
import type { Bench, ModelRef } from "./experiment.ts";
import { type Answers, measureAnswers } from "./measure-model.ts";

export type ScouterKind = "scouter+" | "scouter-";
export const SCOUTER_KINDS: readonly ScouterKind[] = ["scouter+", "scouter-"];

const RECIPE_LAMBDA = 10;

export const KIND_NAMES = { fc: "FC", "scouter+": "SCOUTER+", "scouter-": "SCOUTER−" } as const;

/** The baseline of a seed on a data set; every slot head of that seed stands on its backbone. */
export async function trainBaseline(bench: Bench, data: ExperimentData, seed: string): Promise<ModelRef> {
  const { initFrom } = bench.options;
  const from = initFrom ? readInitialModel(await readFile(initFrom)) : null;
  return bench.train({ name: `${dataName(data)}-fc-seed${seed}`, wish: { kind: "fc", seed }, data, from });
}

export interface HeadRequest {
  kind: ScouterKind;
  seed: string;
  data: ExperimentData;
  baseline: ModelRef;
  /** Weight of the area loss; the experiment's, or the recipe's, when left out. */
  lambda?: number;
}

/** A slot head on a baseline's frozen backbone, by the recipe. Experiments that want the same one share it. */
export function trainHead(bench: Bench, request: HeadRequest): Promise<ModelRef> {
  const { kind, seed, data, baseline, lambda = bench.options.lambda ?? RECIPE_LAMBDA } = request;
  const sign = kind === "scouter+" ? "plus" : "minus";
  const name = `${dataName(data)}-${sign}-lambda${lambda}-seed${seed}`;
  return bench.train({ name, wish: { kind, seed, lambda }, data, from: baseline });
}

/** Short, and different for different data. */
export function dataName({ folder, classNames }: ExperimentData): string {
  const name = folder.split("/").filter(Boolean).at(-1) ?? "data";
  return `${name.replace(/\W+/g, "_")}-${classNames.length}c`;
}

export function answersOf(bench: Bench, ref: ModelRef, data: ExperimentData): Promise<Answers> {
  return bench.keep(`answers ${ref.name}`, [ref], () => measureAnswers(ref, data));
}

/** How the baseline sees the classes, on the test images. */
export function similarityOf({ labels, logits }: Answers): ClassSimilarity {
  return classSimilarity(Float32Array.from(logits.flat()), labels, logits[0].length);
}
