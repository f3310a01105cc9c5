import { type ImageEdit, Prisma } from "#lib/db/generated/client.ts";
import type { ImageEditKind } from "#lib/db/generated/enums.ts";

const { sql } = Prisma;

/** How one kind of edit reads and writes image `i`; `e` is the item that remembers what was. */
export interface EditSql {
  /** Whether the edit would change the image. */
  changes: Prisma.Sql;
  /** What it was, as JSON. */
  before: Prisma.Sql;
  /** Assignments. */
  apply: Prisma.Sql;
  /** Whether the image is no longer as the edit left it. */
  differs: Prisma.Sql;
  /** Assignments. */
  undo: Prisma.Sql;
}

function ofColumn(column: Prisma.Sql, value: string | null): EditSql {
  const differs = sql`i.${column} IS DISTINCT FROM ${value}::text`;
  return {
    changes: differs,
    before: sql`to_jsonb(i.${column})`,
    apply: sql`${column} = ${value}::text`,
    differs,
    undo: sql`${column} = e."before" #>> '{}'`,
  };
}

function ofTag(tag: string, has: boolean): EditSql {
  const held = sql`(i."tags" @> ARRAY[${tag}]::text[])`;
  const without = sql`"tags" = array_remove(i."tags", ${tag}::text)`;
  const withIt = sql`"tags" = ARRAY(SELECT DISTINCT tag FROM unnest(i."tags" || ${tag}::text) AS tag ORDER BY tag)`;
  return {
    changes: has ? sql`NOT ${held}` : held,
    before: sql`to_jsonb(i."tags")`,
    apply: has ? withIt : without,
    differs: has ? sql`NOT ${held}` : held,
    undo: has ? without : withIt,
  };
}

/** The SQL of an edit that changes one field; a deletion has its own (delete-images.ts). */
export function fieldEdit({ kind, value }: Pick<ImageEdit, "kind" | "value">): EditSql {
  const text = value ?? "";
  const columns: Record<Exclude<ImageEditKind, "delete">, () => EditSql> = {
    set_class: () => ofColumn(sql`"classId"`, value),
    set_split: () => ofColumn(sql`"split"`, text),
    set_note: () => ofColumn(sql`"note"`, text),
    add_tag: () => ofTag(text, true),
    remove_tag: () => ofTag(text, false),
  };
  if (kind === "delete") throw new Error("a deletion changes no field");
  return columns[kind]();
}
