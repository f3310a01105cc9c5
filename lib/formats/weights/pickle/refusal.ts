import { AppError } from "#lib/errors.ts";

/** Text from a file, fit for a message: short and without control characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** The file is not what it claims to be. */
export function refuseDamaged(why: string): never {
  throw new AppError("invalid", `This is not a usable PyTorch checkpoint: ${why}.`, { reason: "damaged" });
}

/** The file asks for more memory or time than reading weights can need. */
export function refuseTooLarge(why: string): never {
  throw new AppError("too_large", `This checkpoint is refused: ${why}.`, { reason: "too-large" });
}

/** The file names Python code. `details.global` is its full name. */
export function refuseGlobal(module: string, name: string): never {
  const global = quote(`${module}.${name}`).slice(1, -1);
  throw new AppError(
    "invalid",
    `This checkpoint names ${global}, which is neither a tensor nor a container. Nothing was run. ` +
      "Save the state_dict of the model alone, as safetensors or with torch.save, and import that.",
    { reason: "global", global },
  );
}
