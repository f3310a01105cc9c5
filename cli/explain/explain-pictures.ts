import { SingleBar } from "cli-progress";
import { AppError } from "#lib/errors.ts";
import { statisticsLayer } from "#lib/explain/information/iba-statistics.ts";
import { type TargetRule, targetRule } from "#lib/explain/targets.ts";
import { issueWords } from "#lib/issue-words.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { explainGroup, type OpenedPicture } from "./explain-group.ts";
import { findPictures, type Picture } from "./find-pictures.ts";
import { openManifest, type RunSettings } from "./manifest.ts";
import { type Measured, type MeasureWish, measuredOn, measureModel } from "./measure-model.ts";
import { type OpenedModel, openModels } from "./open-models.ts";
import { type PlannedRun, planRuns } from "./plan-runs.ts";
import { openTaxonomy } from "./taxonomy-similarity.ts";

export interface ExplainCommand {
  models: string[];
  images: string[];
  methods: string[];
  out: string;
  target: string;
  /** "confusion", "features", "wordnet" or a taxonomy file. */
  similarity: string;
  options: Record<string, unknown>;
  seed: string;
  limit?: number;
  json: boolean;
}

/** A rule for one class a picture, or all of them. */
type Rule = TargetRule | "all";

/** Pictures opened and explained at once; the manifest is written after each such group. */
const GROUP = 8;

interface Unreadable {
  image: string;
  message: string;
}

/** Runs the command to its end and prints what was made. @throws AppError for whatever the person can put right */
export async function explainPictures(command: ExplainCommand): Promise<void> {
  const rule = parseTarget(command.target);
  const similarity = needsSimilarity(rule) ? await openSimilarity(command.similarity) : null;
  const all = await findPictures(command.images);
  const models = await openModels(command.models);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  try {
    await explainWith(command, { rule, similarity, all, models, signal: stop.signal });
  } finally {
    process.removeListener("SIGINT", interrupt);
    for (const { view } of models) await view.dispose();
  }
}

interface Prepared {
  rule: Rule;
  /** Null where the rule needs none. */
  similarity: MeasureWish["similarity"];
  all: Picture[];
  models: OpenedModel[];
  signal: AbortSignal;
}

async function explainWith(command: ExplainCommand, prepared: Prepared): Promise<void> {
  const { rule, similarity, all, models, signal } = prepared;
  const started = performance.now();
  const runs = planRuns(models, command.methods, command.options);
  const settings = runs.map((run) => settingsOf(run, command.seed, prepared));
  const manifest = await openManifest(command.out, settings);
  const pictures = all.slice(0, command.limit);
  const unreadable: Unreadable[] = [];
  const tally = { made: 0, kept: 0 };
  const measured = new Map<OpenedModel, Measured>();
  const bar = startBar(runs.length * pictures.length);
  try {
    for (let from = 0; from < pictures.length; from += GROUP) {
      const group = pictures.slice(from, from + GROUP);
      const open = openOnce(unreadable);
      for (const [i, run] of runs.entries()) {
        const before = from * runs.length + i * group.length;
        const missing = group.filter(({ name }) => !manifest.isComplete(settings[i], name));
        const opened = (await Promise.all(missing.map(open))).filter((picture) => picture !== null);
        if (opened.length > 0) {
          const known =
            measured.get(run.model) ??
            (await measureModel(run.model.view, all, wishOf(run.model, runs, similarity), signal));
          measured.set(run.model, known);
          await explainGroup({
            run,
            rule,
            pictures: opened,
            measured: known,
            random: createRandom(command.seed),
            signal,
            out: command.out,
            manifest,
            settings: settings[i],
            onProgress: (done) => bar?.update(before + done),
          });
        }
        const each = rule === "all" ? run.model.view.classNames.length : 1;
        tally.made += each * opened.length;
        tally.kept += each * (group.length - missing.length);
        bar?.update(before + group.length);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new AppError("cancelled", "Stopped. The same command goes on where it was.", {}, error);
  } finally {
    bar?.stop();
  }
  if (tally.made + tally.kept === 0) {
    const [first] = unreadable;
    throw new AppError("invalid", `None of the pictures could be opened. ${first.image}: ${first.message}`);
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  summarise(command, { manifest: manifest.path, ...tally, unreadable, seconds });
}

function parseTarget(text: string): Rule {
  if (text === "all") return text;
  const parsed = targetRule.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid", `--target ${text} ${issueWords(parsed.error.issues[0])}, or all.`);
}

const needsSimilarity = (rule: Rule) => rule === "least-similar" || rule === "most-similar";
const statisticsOf = ({ explainer, options }: PlannedRun) =>
  explainer.needs.includes("statistics") ? { layer: statisticsLayer(options) } : null;

async function openSimilarity(source: string): Promise<MeasureWish["similarity"]> {
  return source === "confusion" || source === "features" ? source : openTaxonomy(source);
}

function identityOf(similarity: MeasureWish["similarity"]): string | null {
  if (similarity === null || similarity === "confusion") return null;
  return typeof similarity === "string" ? similarity : similarity.identity;
}

function wishOf(
  model: OpenedModel,
  runs: readonly PlannedRun[],
  similarity: MeasureWish["similarity"],
): MeasureWish {
  const run = runs.find((one) => one.model === model && statisticsOf(one));
  return { statistics: run ? statisticsOf(run) : null, similarity };
}

function settingsOf(run: PlannedRun, seed: string, { rule, similarity, all }: Prepared): RunSettings {
  const { model, explainer, options } = run;
  const wish = { statistics: statisticsOf(run), similarity };
  return {
    model: model.name,
    modelSha256: model.sha256,
    modelKind: model.view.kind,
    method: explainer.id,
    options,
    target: rule,
    seed,
    similarity: identityOf(similarity),
    measuredOn: measuredOn(model.view, all, wish),
  };
}

/** Opens each picture of a group when first wanted; a broken one is noted once and is null from then on. */
function openOnce(unreadable: Unreadable[]) {
  const opened = new Map<Picture, Promise<OpenedPicture | null>>();
  return (picture: Picture): Promise<OpenedPicture | null> => {
    const opening =
      opened.get(picture) ??
      picture.read().then(
        (image) => ({ picture, image }),
        (error: Error) => {
          unreadable.push({ image: picture.name, message: error.message });
          return null;
        },
      );
    opened.set(picture, opening);
    return opening;
  };
}

/** On a terminal only; it writes to stderr, so that --json stays clean. */
function startBar(total: number): SingleBar | null {
  if (!process.stderr.isTTY) return null;
  const bar = new SingleBar({
    format: "{bar} {value}/{total} maps, {eta_formatted} left",
    stream: process.stderr,
  });
  bar.start(total, 0);
  return bar;
}

interface Summary {
  manifest: string;
  made: number;
  kept: number;
  unreadable: Unreadable[];
  seconds: number;
}

function summarise({ json }: ExplainCommand, summary: Summary): void {
  if (json) {
    console.log(JSON.stringify(summary));
    return;
  }
  const { made, kept, unreadable, seconds, manifest } = summary;
  const maps = made === 1 ? "1 map" : `${made} maps`;
  const earlier = kept > 0 ? `, ${kept} were already there` : "";
  console.log(`Made ${maps} in ${seconds} s${earlier}. They are listed in ${manifest}.`);
  for (const { image, message } of unreadable) console.warn(`Left out ${image}: ${message}`);
}
