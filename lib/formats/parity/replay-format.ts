import { AppError } from "#lib/errors.ts";
import { measurePictures } from "../dataset/measure-pictures.ts";
import { normaliseRecord } from "../dataset/normalised-image.ts";
import { readDataset } from "../dataset/read-dataset.ts";
import { memorySource } from "../sources/memory-source.ts";
import { type ExpectedDataset, extrasDiffer } from "./compare-extras.ts";
import { imagesDiffer, type Tolerance } from "./compare-images.ts";
import { answerHostile, type HostileCase, hostileDiffers } from "./replay-hostile.ts";

/** A stored data set with what another implementation read from it. */
export interface FormatCase {
  id: string;
  kind: string;
  tolerance: Tolerance;
}

export interface Judgement {
  pass: boolean;
  detail: string;
}

/** The case's bytes by path. */
export type CaseFiles = ReadonlyMap<string, Uint8Array>;

/** Reads a stored data set in the layout that is detected and compares every record with those expected. */
async function replayImport(golden: FormatCase, files: CaseFiles): Promise<Judgement> {
  const [description] = [...files].filter(([path]) => path.endsWith(".expected.json"));
  if (!description) return { pass: false, detail: "names no expected.json" };
  const expected: ExpectedDataset = JSON.parse(new TextDecoder().decode(description[1]));
  const source = sourceOf(golden, files);
  const dataset = await readDataset(source);
  const measured = await measurePictures(dataset, dataset.source);
  const images = measured.records.map(normaliseRecord);
  const difference =
    imagesDiffer(images, expected.images, golden.tolerance) ??
    (await extrasDiffer(expected, { ...dataset, ...measured }, golden.tolerance));
  const { refused, warnings } = measured;
  const detail = `as ${dataset.format}, ${images.length} images, ${refused.length} refused, ${warnings.length} notes`;
  return { pass: difference === null, detail: difference === null ? detail : `${detail}: ${difference}` };
}

/** Every file of the case must be refused by name. */
async function replayRefusal(golden: FormatCase, files: CaseFiles): Promise<Judgement> {
  const { format, refused } = await readDataset(sourceOf(golden, files));
  const named = new Set(refused.map(({ file }) => file));
  const taken = [...(await sourceOf(golden, files).list())].filter(({ path }) => !named.has(path));
  const reasons = refused.map(({ reason }) => reason).join(", ");
  if (taken.length === 0) return { pass: true, detail: `as ${format}, all refused: ${reasons}` };
  return { pass: false, detail: `as ${format}, not refused: ${taken.map(({ path }) => path).join(", ")}` };
}

type FormatReplay = (golden: FormatCase, files: CaseFiles) => Promise<Judgement>;

/** A refusal of the whole data set fails the case instead of ending the command. */
const judged =
  (replay: FormatReplay): FormatReplay =>
  (golden, files) =>
    replay(golden, files).catch((error) => {
      if (!(error instanceof AppError)) throw error;
      return { pass: false, detail: error.message };
    });

/** Every hostile file must get the outcome and class that expected.json lists for it. */
async function replayHostile({ id }: FormatCase, files: CaseFiles): Promise<Judgement> {
  const list = files.get(`${id}/expected.json`);
  const picture = files.get(`${id}/images/a_for_json.jpg`);
  if (!list || !picture) return { pass: false, detail: "names no expected.json or a_for_json.jpg" };
  const { cases }: { cases: HostileCase[] } = JSON.parse(new TextDecoder().decode(list));
  const faults: string[] = [];
  for (const each of cases) {
    const bytes = files.get(`${id}/${each.file}`);
    const fault = bytes ? hostileDiffers(each, await answerHostile(each.file, bytes, picture)) : "not there";
    if (fault) faults.push(`${each.file}: ${fault}`);
  }
  const detail = `${cases.length - faults.length} of ${cases.length} files as expected`;
  return { pass: faults.length === 0, detail: [detail, ...faults].join("; ") };
}

/** The files below the case's own folder, by their path in it. */
function sourceOf({ id }: FormatCase, files: CaseFiles) {
  const inside = [...files].flatMap(([path, bytes]): [string, Uint8Array][] =>
    path.startsWith(`${id}/`) ? [[path.slice(id.length + 1), bytes]] : [],
  );
  return memorySource(new Map(inside));
}

/** By the case's kind. */
export const formatReplays: Readonly<Record<string, FormatReplay>> = {
  import_format: judged(replayImport),
  import_refuse: judged(replayRefusal),
  hostile_inputs: replayHostile,
};
