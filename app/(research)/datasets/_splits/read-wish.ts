import type { z } from "zod";
import type { SplitWish } from "#lib/services/splits/split-wish.ts";

/** As a form says it. */
export type WishValues = z.input<typeof SplitWish>;

export function readWish(form: FormData): WishValues {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    datasetId: text("datasetId"),
    shares: { train: text("train"), validation: text("validation"), test: text("test") },
    scope: text("scope") as WishValues["scope"],
    groupBy: text("groupBy") as WishValues["groupBy"],
    groupKey: text("groupKey"),
    withDuplicates: form.get("withDuplicates") === "on",
    seed: text("seed"),
  };
}
