import { EVENTS } from "#lib/study/pack/tables.ts";
import type { Anchor } from "../../studies/event-hash.ts";
import type { StudyRecord } from "../../studies/verification/open-record.ts";
import { nameRater } from "../../studies/verification/problems.ts";
import type { ReadEvent } from "../../studies/verification/read-events.ts";
import type { TablePages, TableRow } from "./table-files.ts";

type EventCell = Record<(typeof EVENTS.columns)[number]["name"], TableRow[number]>;

/** Rows of `events`: the log up to `end`, nothing of a study without one. The log is read to its end nevertheless. */
export async function* eventRows(record: StudyRecord, end: Anchor | null): TablePages {
  const last = end?.sequence ?? -1;
  for await (const page of record.events()) {
    const packed = page.filter(({ sequence }) => sequence <= last).map(cellsOf);
    yield [packed.map((cells) => EVENTS.columns.map(({ name }) => cells[name]))];
  }
}

function cellsOf({ sequence, kind, said, at, data, hash }: ReadEvent): EventCell {
  const { participant } = said as { participant?: number };
  return { sequence, kind, rater: participant === undefined ? null : nameRater(participant), at, data, hash };
}
