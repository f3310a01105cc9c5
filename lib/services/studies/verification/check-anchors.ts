import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import type { Anchor } from "../event-hash.ts";
import type { Problems } from "./problems.ts";

interface NamedAnchor extends Anchor {
  /** Who says so. */
  source: string;
}

const Anchored = z.object({ anchor: z.object({ sequence: z.int(), hash: z.string() }) });

/** The places of the log that the audit log knows, and the one that the asker kept. */
export async function readAnchors(tx: Tx, study: Study, kept?: Anchor): Promise<NamedAnchor[]> {
  const audited = await tx.auditEvent.findMany({
    where: { workspaceId: study.workspaceId, resource: `study:${study.id}` },
    orderBy: { id: "asc" },
    select: { action: true, details: true },
  });
  const anchors = audited.flatMap(({ action, details }) => {
    const { success, data } = Anchored.safeParse(details);
    return success ? [{ source: `the audit log ("${action}")`, ...data.anchor }] : [];
  });
  return kept ? [...anchors, { source: "the anchor you gave", ...kept }] : anchors;
}

/** Finds each of them in the log. */
export async function checkAnchors(
  tx: Tx,
  studyId: string,
  anchors: readonly NamedAnchor[],
  problems: Problems,
): Promise<void> {
  const events = await tx.studyEvent.findMany({
    where: { studyId, sequence: { in: anchors.map(({ sequence }) => sequence) } },
    select: { sequence: true, hash: true },
  });
  const hashes = new Map(events.map(({ sequence, hash }) => [sequence, hash]));
  for (const { source, sequence, hash } of anchors) {
    const found = hashes.get(sequence);
    if (found === undefined)
      problems.add("anchor", `By ${source}, there was an event ${sequence}: it is gone.`);
    else if (found !== hash) problems.add("anchor", `By ${source}, event ${sequence} had another hash.`);
  }
}
