import { z } from "zod";
import { type EngineWish, FORWARD_ENGINES, GRADIENT_ENGINES } from "#lib/tensor/engine-names.ts";

const Environment = z.object({
  /** Engine of forward passes; chosen automatically unless given. */
  WHYNOT_FORWARD: z.enum(FORWARD_ENGINES).optional(),
  /** Engine of gradients; chosen automatically unless given. */
  WHYNOT_GRADIENT: z.enum(GRADIENT_ENGINES).optional(),
});

/** Which engines this machine's owner insists on. @throws ZodError naming the variable that is wrong */
export function readEngineWish(environment: Record<string, string | undefined>): EngineWish {
  const { WHYNOT_FORWARD: forward, WHYNOT_GRADIENT: gradient } = Environment.parse(environment);
  return { forward, gradient };
}
