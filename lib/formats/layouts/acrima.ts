import { emptyReading, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { baseName, isPicture } from "../dataset/picture-name.ts";

const NAME = /^Im\d+(_g)?_ACRIMA\.\w+$/i;

/** Fundus pictures whose names hold the diagnosis: `Im400_g_ACRIMA.jpg` has glaucoma, `Im001_ACRIMA.jpg` is normal. */
export const acrima = defineFormat({
  id: "acrima",
  name: "ACRIMA",
  spec: "Diaz-Pinto et al. 2019, CNNs for automatic glaucoma assessment using fundus images",
  async detect({ files }) {
    const pictures = files.filter(({ path }) => isPicture(path));
    const named = pictures.filter(({ path }) => NAME.test(baseName(path)));
    if (named.length === 0 || named.length < 0.9 * pictures.length) return null;
    return { confidence: 0.98, reason: `${named.length} pictures are named like Im001_ACRIMA.jpg` };
  },
  async read({ files }) {
    const reading = emptyReading();
    for (const { path } of files) {
      if (!isPicture(path)) continue;
      const match = NAME.exec(baseName(path));
      if (match) {
        reading.records.push(recordOf(path, { className: match[1] ? "glaucoma" : "normal" }));
        continue;
      }
      const message =
        "Its name is not of the form Im001_ACRIMA.jpg or Im001_g_ACRIMA.jpg, which tells its class.";
      reading.refused.push({ file: path, line: null, reason: "no-class", message });
    }
    return { ...reading, classes: ["normal", "glaucoma"].map((name, id) => ({ name, id })) };
  },
});
