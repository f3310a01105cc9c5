import { z } from "zod";
import { OnnxChoices } from "#lib/onnx/onnx-choices.ts";

/** What may be said of an import: how the file is used, and which version's images it is tried on. */
export const ImportChoices = OnnxChoices.extend({ versionId: z.string().optional() });
export type ImportChoices = z.infer<typeof ImportChoices>;
