/** The runtime's module, loaded on first use: it is an optional dependency. */
export type OnnxRuntime = typeof import("onnxruntime-node");

let loading: Promise<OnnxRuntime | null> | null = null;

/** @returns onnxruntime-node, or null where it is not installed or has no build for this machine. */
export function loadOnnxRuntime(): Promise<OnnxRuntime | null> {
  loading ??= import("onnxruntime-node").then(
    (module) => (module as { default?: OnnxRuntime }).default ?? module,
    () => null,
  );
  return loading;
}
