import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { ScrollArea } from "#components/ui/scroll-area.tsx";
import { IMPORTED } from "#lib/explain/imported.ts";
import type { RunArmDetail } from "#lib/services/explanations/get-run.ts";
import type { Gallery, GalleryRow } from "#lib/services/explanations/list-gallery-rows.ts";

interface GalleryMatrixProps {
  gallery: Gallery;
  arms: readonly RunArmDetail[];
  runId: string;
  /** Said where a map is missing. */
  missing: string;
}

/** Rows are images, columns are arms; a cell is the map over its image, with the class it explains. */
export function GalleryMatrix({ gallery, arms, runId, missing }: GalleryMatrixProps) {
  const { rows, from, size, total } = gallery;
  const page = (start: number) => `/explanations/${runId}?from=${start}`;
  return (
    <>
      <ScrollArea label="Maps by image and arm">
        <table className="border-separate border-spacing-0 text-left text-sm">
          <caption className="sr-only">Maps by image (rows) and arm (columns)</caption>
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky left-0 z-10 bg-canvas pr-2 pb-2 align-bottom font-normal text-muted"
              >
                Image
              </th>
              {arms.map((arm) => (
                <th key={arm.id} scope="col" className="pr-2 pb-2 align-bottom font-normal">
                  <span className="block w-24 text-xs">{arm.label}</span>
                  {arm.explainerId === IMPORTED ? (
                    <span className="block w-24 text-xs text-muted">imported</span>
                  ) : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <MatrixRow key={row.imageId} row={row} arms={arms} missing={missing} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <nav aria-label="Images of the run" className="mt-4 flex items-center gap-3 text-sm text-muted">
        {from > 0 ? (
          <ButtonLink href={page(Math.max(0, from - size))} scroll={false} data-shortcut="k">
            Previous
          </ButtonLink>
        ) : null}
        <span>
          {total === 0 ? "no images" : `${from + 1} to ${Math.min(from + size, total)} of ${total} images`}
        </span>
        {from + size < total ? (
          <ButtonLink href={page(from + size)} scroll={false} data-shortcut="j">
            Next
          </ButtonLink>
        ) : null}
      </nav>
    </>
  );
}

interface MatrixRowProps {
  row: GalleryRow;
  arms: readonly RunArmDetail[];
  missing: string;
}

function MatrixRow({ row, arms, missing }: MatrixRowProps) {
  return (
    <tr className="align-top">
      <th scope="row" className="sticky left-0 z-10 bg-canvas pr-2 pb-3 font-normal">
        <Link href={`/explanations/pair/${row.imageId}`} className="block w-24" prefetch={false}>
          {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
          <img
            src={`/api/v1/files/${row.thumbSha256}`}
            alt={`${row.className ?? "Unknown class"}: open its why and why not`}
            loading="lazy"
            className="aspect-square w-full rounded-md bg-fill object-cover"
          />
          <span className="mt-1 block truncate text-xs" aria-hidden="true">
            {row.className ?? "–"}
          </span>
        </Link>
      </th>
      {arms.map((arm) => {
        const cell = row.cells.find((candidate) => candidate.armId === arm.id);
        return (
          <td key={arm.id} className="pr-2 pb-3">
            {cell ? (
              <>
                {/* biome-ignore lint/performance/noImgElement: drawn by the server, immutable */}
                <img
                  src={`/api/v1/maps/${cell.mapId}/image?style=overlay`}
                  alt={`${arm.label}: map of ${cell.targetName}`}
                  loading="lazy"
                  className="aspect-square w-24 rounded-md bg-fill object-cover"
                />
                <span className="mt-1 block truncate text-xs text-muted" aria-hidden="true">
                  {cell.targetName}
                  {cell.others > 0 ? ` +${cell.others}` : ""}
                </span>
              </>
            ) : (
              <span className="grid aspect-square w-24 place-items-center rounded-md border border-dashed border-edge/50 text-xs text-muted">
                {missing}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
