import { SingleBar } from "cli-progress";
import { AppError } from "#lib/errors.ts";
import { statisticsLayer } from "#lib/explain/information/iba-statistics.ts";
import { explainers } from "#lib/explain/registry.ts";
import { chooseMetrics } from "#lib/metrics/choose-metrics.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { findPictures } from "../explain/find-pictures.ts";
import { measureModel } from "../explain/measure-model.ts";
import { openModels } from "../explain/open-models.ts";
import { overlapTable } from "./overlap-table.ts";
import { randomiseModel } from "./randomise-model.ts";
import { readMapGroups } from "./read-maps.ts";
import { type ScoredRow, scoreGroup } from "./score-group.ts";
import { tabulateScores } from "./tabulate-scores.ts";
import { writeTables } from "./write-tables.ts";

export interface EvaluateCommand {
  maps: string[];
  images: string[];
  models: string[];
  judge: string | null;
  metrics: string[];
  definitions: boolean;
  reference?: string;
  formats: string[];
  seed: string;
  limit?: number;
  out: string;
}

/** Runs the command to its end and says what was written. @throws AppError for whatever the person can put right */
export async function evaluateMaps(command: EvaluateCommand): Promise<void> {
  const chosen = chooseMetrics(command.metrics, command.definitions);
  const all = await findPictures(command.images);
  const models = await openModels(command.models);
  const [judge = null] = command.judge ? await openModels([command.judge]) : [];
  try {
    const groups = await readMapGroups(command.maps, models);
    if (
      command.reference &&
      !groups.some(({ label, settings }) => isNamed(command.reference, label, settings))
    ) {
      const labels = groups.map(({ label }) => label).join(", ");
      throw new AppError("invalid", `There are no maps of ${command.reference}. There are: ${labels}.`);
    }
    const pictures = new Map(all.slice(0, command.limit).map((picture) => [picture.name, picture]));
    const count = groups.flatMap(({ maps }) => maps).filter(({ saved }) => pictures.has(saved.image)).length;
    if (count === 0) {
      throw new AppError(
        "invalid",
        `None of the maps is of a picture in ${command.images.join(", ")}: give the pictures that were explained, by the same path.`,
      );
    }
    const bar = startBar(count * (judge ? 2 : 1));
    const rows: ScoredRow[] = [];
    try {
      const asksSanity = chosen.probed.some(({ family }) => family === "sanity");
      for (const group of groups) {
        const needsStatistics = explainers.get(group.settings.method)?.needs.includes("statistics") ?? false;
        const asksMethod = chosen.probed.some(({ needs }) => needs.includes("explainer"));
        const layer = statisticsLayer(group.settings.options);
        const wish = { statistics: needsStatistics && asksMethod ? { layer } : null, similarity: null };
        const { statistics } = await measureModel(group.model.view, all, wish, new AbortController().signal);
        const randomised = asksSanity
          ? await randomiseModel(group.model.file, createRandom(command.seed).fork("randomised"))
          : [];
        try {
          const shared = {
            group,
            pictures,
            chosen,
            statistics,
            randomised,
            onScored: () => bar?.increment(),
          };
          rows.push(...(await scoreGroup({ ...shared, judge: null, random: createRandom(command.seed) })));
          if (judge)
            rows.push(...(await scoreGroup({ ...shared, judge, random: createRandom(command.seed) })));
        } finally {
          for (const model of randomised) await model.dispose();
        }
      }
    } finally {
      bar?.stop();
    }
    const reference = groups.find(({ label, settings }) => isNamed(command.reference, label, settings));
    const { seed } = command;
    const tables = [
      ...tabulateScores(rows, { reference: reference?.label ?? groups[0].label, seed }),
      ...(await overlapTable(groups, pictures, seed)),
    ];
    const files = await writeTables(command.out, rows, tables, command.formats);
    console.log(`Scored ${count} maps. Written: ${files.join(", ")}.`);
  } finally {
    for (const { view } of [...models, ...(judge ? [judge] : [])]) await view.dispose();
  }
}

const isNamed = (wanted: string | undefined, label: string, { method }: { method: string }) =>
  wanted === label || wanted === method;

/** On a terminal only, and on stderr. */
function startBar(total: number): SingleBar | null {
  if (!process.stderr.isTTY) return null;
  const format = "{bar} {value}/{total} maps, {eta_formatted} left";
  const bar = new SingleBar({ format, stream: process.stderr });
  bar.start(total, 0);
  return bar;
}
