import type { MapNumbers } from "#components/heatmap/map-numbers.ts";
import type { ErrorCode } from "#lib/errors.ts";

/** The methods there are in a browser, by the ids of lib/explain. */
export type MethodId = "scouter+" | "scouter-" | "cam" | "grad-cam";

/** A weights file and where it lies. */
export interface ModelFile {
  id: string;
  /** Absolute. */
  address: string;
  /** What is fetched at most, for the share of it that has arrived. */
  bytes: number;
}

/** One kind of map. */
export interface MapRequest {
  /** Its name in the answers. */
  key: string;
  modelId: string;
  method: MethodId;
  options: Readonly<Record<string, unknown>>;
}

/** One picture, asked about: what each model answers, and maps of the targets, in their order. */
export interface Job {
  /** The same key is the same picture: nothing of it is computed twice. */
  picture: { key: string; file: Blob };
  models: readonly ModelFile[];
  targets: readonly number[];
  maps: readonly MapRequest[];
}

export interface EngineReport {
  /** `wasm 4.22.0`, `webgpu 4.22.0 on Apple M2`. */
  name: string;
  /** Why a GPU that is there is not used. */
  refusal: string | null;
}

export type Stage = "engine" | "weights" | "picture" | "model" | "maps";

export type JobEvent =
  | { type: "stage"; stage: Stage; done: number; total: number }
  | { type: "engine"; engine: EngineReport }
  | { type: "picture"; width: number; height: number; preview: Blob }
  | { type: "answer"; modelId: string; logits: number[] }
  | { type: "map"; key: string; target: number; map: MapNumbers }
  /** `ms` of work on the picture, without the time that weights took to arrive; tensors the engine holds on to. */
  | { type: "done"; ms: number; tensors: number; bytes: number }
  | { type: "failed"; code: ErrorCode | "unexpected"; message: string };

export type ToWorker =
  | { type: "start"; binaries: string; wish?: "wasm" | "webgpu" }
  | { type: "run"; id: number; job: Job }
  | { type: "cancel"; id: number };

export interface FromWorker {
  id: number;
  event: JobEvent;
}
