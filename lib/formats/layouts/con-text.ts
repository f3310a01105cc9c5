import { emptyReading, recordOf } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { baseName, isPicture } from "../dataset/picture-name.ts";

/** A name that begins with a word and "_", not with a number or date. */
const WORD_PREFIX = /^[\p{L}][\p{L}\p{N} &'.-]*_/u;

/** What stands before the first "_". */
function classOf(path: string): string | null {
  return /^[^_]+(?=_)/.exec(baseName(path))?.[0] ?? null;
}

/** Storefronts in one folder, named by their class: `Bakery_001.jpg`. A picture without "_" in its name is unlabelled. */
export const conText = defineFormat({
  id: "con-text",
  name: "Con-Text",
  spec: "Karaoglu et al. 2013, Con-text: text detection using background connectivity for fine-grained object classification",
  async detect({ files }) {
    const pictures = files.filter(({ path }) => isPicture(path));
    if (pictures.length === 0 || pictures.some(({ path }) => path.split("/").length > 2)) return null;
    const labelled = pictures
      .filter(({ path }) => WORD_PREFIX.test(baseName(path)))
      .map(({ path }) => classOf(path));
    const distinct = new Set(labelled);
    if (labelled.length < 0.6 * pictures.length || distinct.size < 2 || distinct.size === labelled.length)
      return null;
    const folders = new Set(pictures.map(({ path }) => path.slice(0, -baseName(path).length)));
    const reason = `${labelled.length} of ${pictures.length} names begin with one of ${distinct.size} words and "_"`;
    return { confidence: folders.size === 1 ? 0.7 : 0.2, reason };
  },
  async read({ files }) {
    const reading = emptyReading();
    for (const { path } of files) {
      if (!isPicture(path)) continue;
      const className = classOf(path);
      reading.records.push(recordOf(path, { className }));
      if (className !== null) continue;
      const message = 'There is no "_" in its name to tell the class before it: it is taken as unlabelled.';
      reading.warnings.push({ file: path, line: null, reason: "no-class", message });
    }
    return reading;
  },
});
