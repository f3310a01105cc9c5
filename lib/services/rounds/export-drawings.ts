import { requireCan } from "#lib/auth/can.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { Ctx } from "../context.ts";
import { findBlind } from "./blinding.ts";
import { type DrawnImage, readDoneDrawings } from "./done-drawings.ts";
import { requireRound } from "./require-round.ts";

export interface ExportedDrawings {
  round: string;
  images: {
    image: string;
    width: number;
    height: number;
    drawings: { person: string; doneAt: Date; marks: DrawnImage["drawings"][0]["marks"] }[];
  }[];
}

/**
 * The drawings of a round that are done, for a paper: people are letters, not names, geometry in image pixels. Images that the asker still
 * draws are left out.
 * @throws AppError `not_found`, `forbidden`
 */
export async function exportDrawings(ctx: Ctx, roundId: string): Promise<ExportedDrawings> {
  requireCan(ctx, "region:review");
  const round = await requireRound(ctx.db, ctx, roundId);
  const images = await readDoneDrawings(ctx.db, round);
  const blind = await findBlind(
    ctx.db,
    ctx,
    images.map(({ id }) => id),
  );
  return {
    round: round.name,
    images: images
      .filter(({ id, drawings }) => !blind.has(id) && drawings.length > 0)
      .map(({ fileName, width, height, drawings }) => ({
        image: fileName,
        width,
        height,
        drawings: drawings.map(({ person, doneAt, marks }) => ({ person, doneAt, marks })),
      })),
  };
}

/** One row a mark; a drawing on which nothing was marked has one row without a shape. */
export async function exportDrawingTable(ctx: Ctx, roundId: string): Promise<string> {
  const { images } = await exportDrawings(ctx, roundId);
  const rows = images.flatMap(({ image, width, height, drawings }) =>
    drawings.flatMap(({ person, doneAt, marks }) => {
      const about = [image, width, height, person, doneAt];
      if (marks.length === 0) return [[...about, null, null, null]];
      return marks.map(({ mark: { kind, ...shape }, className }) => [
        ...about,
        className,
        kind,
        JSON.stringify(shape),
      ]);
    }),
  );
  return [COLUMNS, ...rows].map(csvLine).join("");
}

const COLUMNS = ["image", "width", "height", "person", "done_at", "class", "kind", "shape"];
