import type { Annotation, AnnotationShape } from "../dataset/annotation.ts";
import type { Change, DatasetWriter, MarkKey, Rule, ShapeKey, SizedRecord } from "./define-writer.ts";
import { MARK_KEYS } from "./define-writer.ts";

/** The class of a region that has none, nor its picture, in a format where it must. */
export const UNNAMED = "object";

/** What kind of shape it is, as far as formats tell it apart. */
export function shapeKey(shape: AnnotationShape): ShapeKey {
  if (shape.kind !== "polygon" || shape.parts.length === 1) return shape.kind;
  return shape.union ? "polygon-union" : "polygon-holes";
}

/** A region's own members, without those of its shape. */
function factsOf(mark: Annotation): Partial<Record<MarkKey, unknown>> {
  return Object.fromEntries(
    MARK_KEYS.flatMap((key) => (mark[key] === undefined || isEmpty(mark[key]) ? [] : [[key, mark[key]]])),
  );
}

const isEmpty = (value: unknown) =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

/**
 * A record as a format can hold it, by what the format declares, and everything about it that does not leave as it is.
 * Splits stay: how they are written is the writer's.
 */
export function fitRecord(
  record: SizedRecord,
  writer: DatasetWriter,
): { record: SizedRecord; changes: Change[] } {
  const changes: Change[] = [];
  const regions = record.regions.flatMap((mark) => {
    const { marks, changes: found } = fitMark(mark, record, writer);
    changes.push(...found);
    return marks;
  });
  const fitted = fitAttributes({ ...record, regions }, writer, changes);
  if (record.className !== null) note(changes, "the picture's class", writer.images.class);
  if (!writer.arrange) return { record: fitted, changes };
  const arranged = writer.arrange(fitted);
  return { record: arranged.record, changes: [...changes, ...arranged.changes] };
}

function fitMark(mark: Annotation, { className, size }: SizedRecord, writer: DatasetWriter) {
  const changes: Change[] = [];
  const key = shapeKey(mark);
  const shapes = fitShape(mark, key, writer, size, changes);
  if (shapes.length === 0) return { marks: [], changes };
  // A region of its picture's class says nothing by it.
  let said = mark.class === className ? without(mark, "class") : mark;
  if (writer.needsClass && mark.class === undefined && className === null) {
    changes.push({ fate: "converted", what: "no class", outcome: `the class "${UNNAMED}"` });
  }
  const given = factsOf(said);
  if (writer.needsClass) said = { ...said, class: mark.class ?? className ?? UNNAMED };
  for (const fact of MARK_KEYS) {
    const rule = writer.marks[fact];
    if (rule.fate === "converted") {
      const changed = rule.change(said);
      if (given[fact] !== undefined && changed !== said) note(changes, fact, rule);
      said = changed;
    } else if (rule.fate === "dropped" && given[fact] !== undefined) {
      note(changes, fact, rule);
      said = without(said, fact);
    }
  }
  const { id, ...others } = factsOf(said);
  const marks = shapes.map((shape, i) => ({
    ...(i === 0 && id !== undefined ? { id } : {}),
    ...others,
    ...shape,
  }));
  return { marks: marks as Annotation[], changes };
}

function without(mark: Annotation, fact: MarkKey): Annotation {
  const { [fact]: _, ...rest } = mark;
  return rest as Annotation;
}

function fitShape(
  mark: Annotation,
  key: ShapeKey,
  writer: DatasetWriter,
  size: SizedRecord["size"],
  changes: Change[],
): AnnotationShape[] {
  const rule = writer.shapes[key];
  const shape = shapeOf(mark);
  if (rule.fate === "kept") return [shape];
  if (rule.fate === "dropped") {
    note(changes, key, rule);
    return [];
  }
  const made = rule.change(shape, size);
  if (made.length === 0)
    changes.push({ fate: "dropped", what: key, outcome: "nothing of it lies in the picture" });
  else if (made.length !== 1 || made[0] !== shape) note(changes, key, rule);
  return made;
}

/** The shape alone. */
function shapeOf(mark: Annotation): AnnotationShape {
  const {
    class: _c,
    id: _i,
    crowd: _w,
    difficult: _d,
    truncated: _t,
    occluded: _o,
    order: _z,
    attributes: _a,
    ...shape
  } = mark;
  return shape;
}

function fitAttributes(record: SizedRecord, writer: DatasetWriter, changes: Change[]): SizedRecord {
  const rule = writer.images.attributes;
  if (isEmpty(record.attributes)) return record;
  if (rule.fate === "kept") return record;
  if (rule.fate === "dropped") {
    note(changes, "the picture's attributes", rule);
    return { ...record, attributes: {} };
  }
  const changed = rule.change(record);
  if (changed !== record) note(changes, "the picture's attributes", rule);
  return changed;
}

function note(changes: Change[], what: string, rule: Rule<unknown>): void {
  if (rule.fate === "dropped") changes.push({ fate: "dropped", what, outcome: rule.why });
  if (rule.fate === "converted") changes.push({ fate: "converted", what, outcome: rule.into });
}
