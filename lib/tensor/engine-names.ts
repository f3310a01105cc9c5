/** What can run gradients. Names are a promise: options, environment variables and stored rows use them. */
export const GRADIENT_ENGINES = ["native", "webgpu", "wasm"] as const;
/** What can run forward passes. */
export const FORWARD_ENGINES = ["onnx", ...GRADIENT_ENGINES] as const;

export type GradientEngine = (typeof GRADIENT_ENGINES)[number];
export type ForwardEngine = (typeof FORWARD_ENGINES)[number];

/** Which engines a caller insists on; what is left out is chosen by `selectEngines`. */
export interface EngineWish {
  forward?: ForwardEngine;
  gradient?: GradientEngine;
  /** Folder of a built native engine; by default WHYNOT_NATIVE_ENGINE, else what `whynot engine install` built. */
  nativeFolder?: string;
  /** Threads of one pass; by default one on onnx, all cores on native. The other engines take no such wish. */
  threads?: number;
}

export interface EngineInfo<Name extends string = string> {
  name: Name;
  version: string;
  /** What it computes on, where that is not simply the processor. */
  device?: string;
}

export interface Engines {
  forward: EngineInfo<ForwardEngine>;
  gradient: EngineInfo<GradientEngine>;
}

/** An engine that cannot be used here: why, and what a person can do about it. */
export interface AbsentEngine {
  reason: string;
  advice: string;
}

export const isAbsent = (engine: EngineInfo | AbsentEngine): engine is AbsentEngine => "reason" in engine;

/** `webgpu 4.22.0 on NVIDIA H200` */
export const describeEngine = ({ name, version, device }: EngineInfo) =>
  `${name} ${version}${device ? ` on ${device}` : ""}`;

/** As rows and logs keep it: `forward onnx 1.30.0, gradient webgpu 4.22.0 on NVIDIA H200`. */
export const describeEngines = ({ forward, gradient }: Engines): string =>
  `forward ${describeEngine(forward)}, gradient ${describeEngine(gradient)}`;
