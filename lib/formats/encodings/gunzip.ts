import { gunzipSync } from "node:zlib";
import { Fault } from "../fault.ts";

/** Unpacks a .gz file up to `maxBytes`. @throws Fault `damaged`, `too-many-bytes` */
export function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") {
      throw new Fault("too-many-bytes", `It unpacks to more than ${Math.floor(maxBytes / 1e6)} MB.`);
    }
    throw new Fault("damaged", "It is damaged or no gzip file: copy it again.");
  }
}
