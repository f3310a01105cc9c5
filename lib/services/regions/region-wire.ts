import { z } from "zod";
import { RegionChanges } from "./region-change.ts";
import { StoredRegion } from "./stored-region.ts";

// What the region editor and the server say to each other, whichever regions it draws: an image's or an independent drawing's.

/** Masks of a large image take room: runs of up to a million pixels' edges. */
export const MAX_REGIONS_BYTES = 32 << 20;

export const RegionsAsked = z.object({ changes: RegionChanges });

export const RegionsNow = z.object({ regionRevision: z.int(), regions: z.array(StoredRegion) });

export const RegionsSaved = z.object({
  regionRevision: z.int(),
  saved: z.array(z.object({ regionKey: z.string(), revision: z.int() })),
  conflicts: z.array(StoredRegion),
});
