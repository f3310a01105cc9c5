import { withMetadata } from "#lib/formats/onnx/extend.ts";
import { CONFIG_KEY } from "./declared.ts";
import { OnnxConfig } from "./onnx-config.ts";

/** The file with its configuration inside: it can be opened by itself from then on. */
export const writeOnnxModel = (file: Uint8Array, config: OnnxConfig): Uint8Array =>
  withMetadata(file, CONFIG_KEY, JSON.stringify(OnnxConfig.parse(config)));
