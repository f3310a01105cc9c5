import { addressOf } from "./document-name.ts";
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

/** What is edited goes by its name: see document-name.ts. */
export interface RegionsClient {
  put(name: string, changes: readonly WireChange[]): Promise<Delivery>;
  /** Null when it cannot be had now. */
  read(name: string): Promise<{ regionRevision: number; regions: StoredRegion[] } | null>;
}

/** A request that takes longer is given up and made again. */
const TIMEOUT_MS = 30_000;

export const httpRegionsClient: RegionsClient = {
  async put(name, changes) {
    try {
      const response = await fetch(addressOf(name), {
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
  async read(name) {
    try {
      const response = await fetch(addressOf(name), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  },
};
