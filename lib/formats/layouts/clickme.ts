import { writePng } from "#lib/imaging/write-png.ts";
import { emptyReading, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat, type LayoutReading } from "../dataset/define-format.ts";
import { MAX_RECORDS } from "../dataset/limits.ts";
import { withoutEnding } from "../dataset/picture-name.ts";
import { tooManyRecords } from "../dataset/too-many-records.ts";
import { writeNpy } from "../encodings/npy.ts";
import { type Feature, readExample } from "../encodings/tf-example.ts";
import { readTfRecords } from "../encodings/tfrecord.ts";
import { Fault, faultProblem } from "../fault.ts";
import { type FileSource, readSlice } from "../sources/file-source.ts";

const NAME = /\.tfrecords?$/i;
/** Side of the released pictures. */
const SIDE = 256;

/**
 * ClickMe: pictures with a map of where people clicked to make them recognised, as TFRecord of float32 pictures (0..255,
 * side x side x 3), heat maps (side x side), labels and numbers of clicks. A record's picture is `file/record 3`, its map
 * `file/record 3.npy`.
 */
export const clickMe = defineFormat({
  id: "clickme",
  name: "ClickMe human importance maps",
  spec: "Linsley et al. 2019, Learning what and where to attend; the records of Fel et al. 2022",
  async detect(folder) {
    const [file] = folder.files.filter(({ path }) => NAME.test(path));
    if (!file) return null;
    const isNamed = new TextDecoder("latin1")
      .decode(await folder.peek(file.path, 2_000_000))
      .includes("heatmap");
    return {
      confidence: isNamed ? 0.95 : 0.6,
      reason: `${file.path} is a TFRecord file${isNamed ? " of heat maps" : ""}`,
    };
  },
  async read(folder, { clickMeSize: side = SIDE }) {
    const reading = emptyReading();
    const places = new Map<string, Place>();
    for (const { path, byteSize } of folder.files) {
      if (!NAME.test(path)) continue;
      let index = 0;
      try {
        for await (const { start, bytes } of readTfRecords(folder.source, path, byteSize)) {
          if (reading.records.length >= MAX_RECORDS) throw tooManyRecords();
          const { label, clicks } = readRecord(bytes, side);
          const file = `${withoutEnding(path)}/record ${index++}`;
          places.set(file, { path, start, end: start + bytes.length });
          reading.records.push(
            recordOf(file, {
              className: String(label),
              size: { width: side, height: side },
              attributes: clicks === null ? {} : { click_count: clicks },
              importanceMap: `${file}.npy`,
            }),
          );
        }
      } catch (error) {
        const problem = faultProblem(error, path);
        reading.refused.push({ ...problem, message: `Record ${index}: ${problem.message}` });
      }
    }
    return { ...reading, contained: partsOf(folder.source, places, side) };
  },
});

interface ClickMeRecord {
  /** float32, side x side x 3. */
  image: Uint8Array;
  /** float32, side x side. */
  heatmap: Uint8Array;
  label: number;
  clicks: number | null;
}

function readRecord(bytes: Uint8Array, side: number): ClickMeRecord {
  const features = readExample(bytes);
  const blob = (name: string, channels: number) => {
    const feature = features.get(name);
    const [value] = feature?.kind === "bytes" ? feature.values : [];
    if (!value) throw new Fault("bad-protobuf", `It has no ${name}.`);
    if (value.length === 4 * channels * side * side) return value;
    const given = Math.sqrt(value.length / 4 / channels);
    throw new Fault("wrong-size", `Its ${name} is ${given} x ${given}, not ${side} x ${side} pixels.`);
  };
  const image = blob("image", 3);
  const heatmap = blob("heatmap", 1);
  const label = numberOf(features.get("label"));
  if (label === null) throw new Fault("bad-protobuf", "It has no label.");
  return { image, heatmap, label, clicks: numberOf(features.get("click_count")) };
}

function numberOf(feature: Feature | undefined): number | null {
  return feature?.kind === "numbers" ? (feature.values[0] ?? null) : null;
}

interface Place {
  path: string;
  start: number;
  end: number;
}

function partsOf(
  source: FileSource,
  places: ReadonlyMap<string, Place>,
  side: number,
): LayoutReading["contained"] {
  const recordAt = async ({ path, start, end }: Place) =>
    readRecord(await readSlice(source, path, start, end), side);
  return (path) => {
    const picture = places.get(path);
    if (picture)
      return async () => writePng(bytesOf(floatsOf((await recordAt(picture)).image)), side, side, 3);
    const map = path.endsWith(".npy") ? places.get(path.slice(0, -4)) : undefined;
    return map ? async () => writeNpy([side, side], floatsOf((await recordAt(map)).heatmap)) : null;
  };
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** 0..255, or 0..1 where nothing is larger; rounded. Values that are no numbers are black. */
function bytesOf(values: Float32Array): Uint8Array {
  const scale = values.some((value) => value > 1) ? 1 : 255;
  return new Uint8Array(Uint8ClampedArray.from(values, (value) => value * scale).buffer);
}
