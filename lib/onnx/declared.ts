import { ModelConfig } from "#lib/scouter/model-config.ts";
import { nameNormalisation } from "./normalisation.ts";
import { OnnxConfig } from "./onnx-config.ts";

/** Key of a file's metadata under which this project keeps a configuration. */
export const CONFIG_KEY = "whynot";

/** What a file says of itself. */
export interface Declared {
  kind: OnnxConfig["kind"];
  layout?: "nchw" | "nhwc";
  channels?: "rgb" | "bgr";
  size?: number;
  normalise?: string;
  output?: string;
  /** A tensor's name, or "none". */
  features?: string;
  classNames?: string[];
  slots: OnnxConfig["slots"];
}

const NOTHING: Declared = { kind: "onnx", slots: null };

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** A model of this project: its own export names its tensors itself. */
function ofOwnModel(config: ModelConfig): Declared {
  return {
    kind: config.kind === "fc" ? "onnx" : config.kind,
    layout: "nchw",
    channels: "rgb",
    size: config.inputSize,
    normalise: nameNormalisation(config.normalisation),
    features: "features",
    classNames: config.classNames,
    slots: config.slotHead && { attention: "attention", attribution: "attribution" },
  };
}

/** A file that was imported before. */
function ofEarlierImport(config: OnnxConfig): Declared {
  return {
    kind: config.kind,
    layout: config.input.layout,
    channels: config.input.channels === "grey" ? undefined : config.input.channels,
    size: config.inputSize,
    normalise: nameNormalisation(config.normalisation),
    features: config.features?.name ?? "none",
    classNames: config.classNames,
    slots: config.slots,
  };
}

/** Ultralytics writes the size as it prints a list. */
function ofOthers(metadata: ReadonlyMap<string, string>): Declared {
  const size = /^\[(\d{2,4}), \1\]$/.exec(metadata.get("imgsz") ?? "")?.[1];
  return size ? { ...NOTHING, size: Number(size) } : NOTHING;
}

/** What the metadata declare: all of it for files of this project, little for others. */
export function readDeclared(metadata: ReadonlyMap<string, string>): Declared {
  const json = parseJson(metadata.get(CONFIG_KEY));
  const own = ModelConfig.safeParse(json);
  if (own.success) return ofOwnModel(own.data);
  const earlier = OnnxConfig.safeParse(json);
  return earlier.success ? ofEarlierImport(earlier.data) : ofOthers(metadata);
}
