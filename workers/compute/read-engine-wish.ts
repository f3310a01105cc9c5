import { z } from "zod";
import type { EngineWish } from "./protocol.ts";

const Environment = z.object({
  /** Engine of forward passes; chosen automatically unless given. */
  WHYNOT_FORWARD: z.enum(["onnx", "native", "wasm"]).optional(),
  /** Engine of gradients; chosen automatically unless given. */
  WHYNOT_GRADIENT: z.enum(["native", "wasm"]).optional(),
});

/** Which engines this machine's owner insists on. @throws ZodError naming the variable that is wrong */
export function readEngineWish(environment: Record<string, string | undefined>): EngineWish {
  const { WHYNOT_FORWARD: forward, WHYNOT_GRADIENT: gradient } = Environment.parse(environment);
  return { forward, gradient };
}
