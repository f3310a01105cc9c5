import { emptyReading, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { isPicture } from "../dataset/picture-name.ts";

/** Pictures that nothing is said about. */
export const pictures = defineFormat({
  id: "pictures",
  name: "Pictures alone",
  spec: "Any folder: every picture in it, without class",
  async detect({ files }) {
    const count = files.filter(({ path }) => isPicture(path)).length;
    return count === 0
      ? null
      : { confidence: 0.1, reason: `there are ${count} pictures, and nothing that tells their classes` };
  },
  async read({ files }) {
    const reading = emptyReading();
    for (const { path } of files) {
      if (isPicture(path)) reading.records.push(recordOf(path));
      else {
        const message = "It is no picture and is left out.";
        reading.warnings.push({ file: path, line: null, reason: "skipped", message });
      }
    }
    return reading;
  },
});
