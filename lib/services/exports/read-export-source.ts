import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Annotation, AttributeValue } from "#lib/formats/dataset/annotation.ts";
import { isPicture } from "#lib/formats/dataset/picture-name.ts";
import type { ExportedImage, ExportSource } from "#lib/formats/writers/define-writer.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { classNames, splitNames } from "./export-names.ts";

/** Which images of a data set. */
export interface ExportScope {
  datasetId: string;
  /** Left out: the data set as it is. */
  versionId: string | null;
  /** Left out: all. */
  split: string | null;
  className: string | null;
}

/** Images read at a time: with a thousand regions each they still fit. */
const PAGE = 200;

/**
 * What is exported, read page by page; the same each time as long as the transaction sees the same.
 * @param tx of isolation level RepeatableRead
 */
export async function readExportSource(tx: Tx, storage: Storage, scope: ExportScope): Promise<ExportSource> {
  return {
    classes: await classNames(tx, scope),
    splits: scope.split === null ? await splitNames(tx, scope) : [scope.split],
    images: (split) => images(tx, storage, scope, split ?? scope.split),
  };
}

interface Row {
  id: string;
  cursor: string | number;
  fileName: string;
  mediaType: string;
  split: string;
  width: number;
  height: number;
  sha256: string;
  attributes: Record<string, AttributeValue>;
  className: string | null;
  regions: { kind: string; geometry: object; attributes: object | null; className: string | null }[];
}

async function* images(
  tx: Tx,
  storage: Storage,
  scope: ExportScope,
  split: string | null,
): AsyncGenerator<ExportedImage> {
  let after: string | number | null = null;
  while (true) {
    const rows: Row[] = await (scope.versionId === null
      ? currentPage(tx, scope, split, after as string | null)
      : frozenPage(tx, scope.versionId, scope, split, after as number | null));
    for (const row of rows) yield imageOf(row, storage);
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1].cursor;
  }
}

function imageOf(row: Row, storage: Storage): ExportedImage {
  const { id, fileName, mediaType, split, width, height, sha256, attributes, className, regions } = row;
  const ending = mediaType.replace("image/", ".").replace("jpeg", "jpg");
  return {
    id,
    record: {
      file: isPicture(fileName) ? fileName : `${fileName}${ending}`,
      split,
      className,
      size: { width, height },
      regions: regions.map(markOf),
      attributes,
      line: null,
    },
    picture: () => storage.get(sha256),
  };
}

/** Kinds are spelled with "_" where the client wrote them down. */
function markOf({ kind, geometry, attributes, className }: Row["regions"][number]): Annotation {
  return {
    ...(attributes ?? {}),
    ...geometry,
    kind: kind.replace("_", "-"),
    ...(className === null ? {} : { class: className }),
  } as Annotation;
}

function currentPage(
  tx: Tx,
  { datasetId, className }: ExportScope,
  split: string | null,
  after: string | null,
): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT i."id", i."id" AS "cursor", i."fileName", b."mediaType", i."split", i."width", i."height", i."sha256",
      i."attributes", c."name" AS "className",
      COALESCE((
        SELECT json_agg(json_build_object('kind', r."kind", 'geometry', r."geometry", 'attributes', r."attributes",
          'className', rc."name") ORDER BY r."regionKey")
        FROM (SELECT DISTINCT ON (e."regionKey") e.* FROM "Region" e WHERE e."imageId" = i."id"
              ORDER BY e."regionKey", e."revision" DESC) r
        LEFT JOIN "DatasetClass" rc ON rc."id" = r."classId"
        WHERE r."removedAt" IS NULL), '[]'::json) AS "regions"
    FROM "Image" i
    JOIN "Blob" b ON b."sha256" = i."sha256"
    LEFT JOIN "DatasetClass" c ON c."id" = i."classId"
    WHERE i."datasetId" = ${datasetId}
      ${after === null ? Prisma.empty : Prisma.sql`AND i."id" > ${after}`}
      ${split === null ? Prisma.empty : Prisma.sql`AND i."split" = ${split}`}
      ${className === null ? Prisma.empty : Prisma.sql`AND c."name" = ${className}`}
    ORDER BY i."id" LIMIT ${PAGE}`;
}

function frozenPage(
  tx: Tx,
  versionId: string,
  { className }: ExportScope,
  split: string | null,
  after: number | null,
): Promise<Row[]> {
  return tx.$queryRaw<Row[]>`
    SELECT i."id", v."position" AS "cursor", i."fileName", b."mediaType", v."split", i."width", i."height", i."sha256",
      i."attributes", v."className", v."regions"
    FROM "VersionImage" v
    JOIN "Image" i ON i."id" = v."imageId"
    JOIN "Blob" b ON b."sha256" = i."sha256"
    WHERE v."versionId" = ${versionId}
      ${after === null ? Prisma.empty : Prisma.sql`AND v."position" > ${after}`}
      ${split === null ? Prisma.empty : Prisma.sql`AND v."split" = ${split}`}
      ${className === null ? Prisma.empty : Prisma.sql`AND v."className" = ${className}`}
    ORDER BY v."position" LIMIT ${PAGE}`;
}
