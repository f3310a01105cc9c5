import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { float32Entry, readSafetensors, writeSafetensors } from "#lib/formats/weights/safetensors.ts";
import { matchWeights } from "./match-weights.ts";
import { requireComplete } from "./mismatch-report.ts";
import { ModelConfig } from "./model-config.ts";
import type { NamedArrays } from "./named-array.ts";
import { bufferShapes, parameterShapes } from "./parameters.ts";

/** Key of the file's metadata under which the configuration stands. */
export const CONFIG_KEY = "whynot";

/**
 * The configuration a weights file carries. @throws AppError `invalid` if it is no safetensors file, has none, or one that
 * this version does not know.
 */
export function readModelConfig(weights: Uint8Array): ModelConfig {
  return parseConfig(readSafetensors(weights).metadata[CONFIG_KEY]);
}

function parseConfig(text: string | undefined): ModelConfig {
  if (text === undefined) {
    throw new AppError(
      "invalid",
      "This safetensors file was not written by Whynot: its metadata hold no model.",
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new AppError("invalid", "The model configuration in this file is not JSON.");
  }
  const parsed = ModelConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "invalid",
    `The model configuration in this file is not usable: ${z.prettifyError(parsed.error)}`,
  );
}

/**
 * Configuration and numbers of a weights file. Each tensor that the configuration calls for must be there in its shape and
 * finite; others are ignored. @throws AppError `invalid` with what differs, name by name
 */
export function readModelFile(weights: Uint8Array): { config: ModelConfig; arrays: NamedArrays } {
  const { tensors, metadata } = readSafetensors(weights);
  const config = parseConfig(metadata[CONFIG_KEY]);
  const wanted = { ...parameterShapes(config), ...bufferShapes(config) };
  return { config, arrays: requireComplete(matchWeights(wanted, tensors)) };
}

/** The bytes of a weights file, names in state_dict order. Equal input gives equal bytes. */
export function writeModelFile(config: ModelConfig, arrays: NamedArrays): Uint8Array {
  const names = Object.keys({ ...parameterShapes(config), ...bufferShapes(config) });
  const entries = names.map((name) => [name, float32Entry(arrays[name].shape, arrays[name].data)] as const);
  return writeSafetensors(Object.fromEntries(entries), {
    [CONFIG_KEY]: JSON.stringify(ModelConfig.parse(config)),
  });
}
