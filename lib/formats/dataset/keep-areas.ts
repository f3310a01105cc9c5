import type { Annotation } from "./annotation.ts";
import type {
  DatasetReading,
  DescribedReading,
  ImageRecord,
  LabelledRegion,
  Problem,
} from "./dataset-record.ts";
import { regionArea } from "./region-area.ts";

/**
 * The reading with the areas that maps are held against: boxes, polygons and masks, by `regionArea`. Points and lines
 * have no area: they are left out, with one note.
 */
export function keepAreas<Reading extends DescribedReading>(
  reading: Reading,
): Omit<Reading, "records"> & DatasetReading {
  let dropped = 0;
  const records = reading.records.map((record): ImageRecord => {
    const regions = record.regions.flatMap((mark) => labelled(mark, regionArea(mark, record.size)));
    dropped += record.regions.length - regions.length;
    return { ...record, regions };
  });
  const message = `${dropped} points and lines have no area and are not kept as regions.`;
  const note: Problem[] = dropped === 0 ? [] : [{ file: null, line: null, reason: "no-area", message }];
  return { ...reading, records, warnings: [...reading.warnings, ...note] };
}

function labelled(mark: Annotation, shape: ReturnType<typeof regionArea>): LabelledRegion[] {
  if (shape === null) return [];
  return [mark.class === undefined ? shape : { ...shape, class: mark.class }];
}
