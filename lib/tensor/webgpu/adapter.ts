/** What WebGPU tells of an adapter. */
export interface AdapterInfo {
  vendor: string;
  architecture: string;
  description: string;
  isFallbackAdapter?: boolean;
}

/** A program that stands in for a GPU, by the names such drivers go by. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render/i;

/** A program on the processor in place of a GPU: right, and far slower than wasm. */
export const isSoftwareAdapter = ({ architecture, description, isFallbackAdapter }: AdapterInfo): boolean =>
  isFallbackAdapter === true || SOFTWARE.test(`${architecture} ${description}`);

/** For people: the GPU's own name, as far as it is told. */
export const nameAdapter = ({ vendor, architecture, description }: AdapterInfo): string =>
  description || [vendor, architecture].filter(Boolean).join(" ") || "an unnamed GPU";
