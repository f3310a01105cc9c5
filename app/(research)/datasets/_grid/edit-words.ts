import { formatCount } from "#components/figures/format-number.ts";
import type { EditSummary } from "#lib/services/curation/list-edits.ts";

/** As JSON says it. */
export type SentEdit = Omit<EditSummary, "createdAt" | "undoUntil"> & {
  createdAt: string | Date;
  undoUntil: string | Date | null;
};

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** What an edit did, e.g. `class fox`. */
export function editWords({ kind, value }: Pick<EditSummary, "kind" | "value">): string {
  const given = short(value ?? "");
  switch (kind) {
    case "set_class":
      return value === null ? "class taken away" : `class ${given}`;
    case "set_split":
      return `split ${given}`;
    case "add_tag":
      return `tag ${given} added`;
    case "remove_tag":
      return `tag ${given} removed`;
    case "set_note":
      return value ? `note “${given}”` : "note emptied";
    case "delete":
      return "deleted";
  }
}

export function imagesInWords(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "image" : "images"}`;
}

/** How an edit stands, in a sentence. */
export function editSentence(edit: SentEdit): string {
  const { state, changedCount, imageCount, error } = edit;
  const what = `${imagesInWords(changedCount)}: ${editWords(edit)}`;
  const same = imageCount - changedCount;
  if (state === "done") return `${what}.${same > 0 ? ` ${formatCount(same)} had it already.` : ""}`;
  if (state === "undone") return `Taken back – ${what}.${error ? ` ${error}` : ""}`;
  if (state === "failed") return `Ended early – ${what}. ${error ?? ""} What was changed can be taken back.`;
  return `${editWords(edit)}: ${formatCount(edit.doneCount)} of ${formatCount(state === "running" ? imageCount : changedCount)}`;
}
