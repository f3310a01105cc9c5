import type { StoredRegion, WireChange } from "./wire.ts";

export interface Answer {
  regionRevision: number;
  saved: { regionKey: string; revision: number }[];
  conflicts: StoredRegion[];
}

/** What became of a request. */
export type Delivery =
  | ({ kind: "stored" } & Answer)
  /** Not now: the line is down, the server is, or it is busy. */
  | { kind: "later" }
  | { kind: "signed-out" }
  | { kind: "refused"; message: string };

export interface RegionsClient {
  put(imageId: string, changes: readonly WireChange[]): Promise<Delivery>;
  /** Null when it cannot be had now. */
  read(imageId: string): Promise<{ regionRevision: number; regions: StoredRegion[] } | null>;
}

/** A request that takes longer is given up and made again. */
const TIMEOUT_MS = 30_000;

const address = (imageId: string) => `/api/v1/images/${encodeURIComponent(imageId)}/regions`;

export const httpRegionsClient: RegionsClient = {
  async put(imageId, changes) {
    try {
      const response = await fetch(address(imageId), {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ changes }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (response.ok) return { kind: "stored", ...((await response.json()) as Answer) };
      if (response.status === 401) return { kind: "signed-out" };
      if (![400, 403, 404, 413].includes(response.status)) return { kind: "later" };
      const body = (await response.json()) as { error?: { message?: string } };
      return { kind: "refused", message: body.error?.message ?? "The server did not take it." };
    } catch {
      return { kind: "later" };
    }
  },
  async read(imageId) {
    try {
      const response = await fetch(address(imageId), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  },
};
