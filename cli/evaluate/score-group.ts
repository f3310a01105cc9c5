import { AppError } from "#lib/errors.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { explainAgain } from "#lib/explain/explain-again.ts";
import type { IbaStatistics } from "#lib/explain/information/iba-statistics.ts";
import { explainers } from "#lib/explain/registry.ts";
import { asksModel } from "#lib/metrics/asks-model.ts";
import type { ChosenMetrics } from "#lib/metrics/choose-metrics.ts";
import type { Explain, Explains } from "#lib/metrics/define-metric.ts";
import { probeMap } from "#lib/metrics/probe-map.ts";
import { type MetricScore, probabilityClass, scoreMap } from "#lib/metrics/score-map.ts";
import type { ModelView } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Picture } from "../explain/find-pictures.ts";
import { asInput } from "../explain/measure-model.ts";
import type { OpenedModel } from "../explain/open-models.ts";
import { pictureTruth } from "./picture-truth.ts";
import type { MapGroup } from "./read-maps.ts";

/** One score of one map, with what tells it from all others. */
export interface ScoredRow extends MetricScore {
  group: string;
  method: string;
  model: string;
  targetRule: string;
  image: string;
  trueClass: string | null;
  targetClass: string;
  explains: Explains;
  /** The model that was asked; for a score that asks none, the one that is explained. */
  judgedOn: string;
  /** "own": each map on the model it explains. "judge": all maps on one model. */
  protocol: "own" | "judge";
}

export interface GroupRequest {
  group: MapGroup;
  pictures: ReadonlyMap<string, Picture>;
  chosen: ChosenMetrics;
  /** Asked in place of the explained model. */
  judge: OpenedModel | null;
  statistics: IbaStatistics | null;
  /** The explained model with more and more layers drawn anew. */
  randomised: readonly ModelView[];
  random: Random;
  /** Called after each map. */
  onScored(): void;
}

/**
 * Scores every map of a group whose picture is at hand. A judge scores what asks the model but not the method, and the class of the
 * same name.
 */
export async function scoreGroup(request: GroupRequest): Promise<ScoredRow[]> {
  const rows: ScoredRow[] = [];
  for (const { saved, read } of request.group.maps) {
    const picture = request.pictures.get(saved.image);
    if (!picture) continue;
    rows.push(...(await scoreOne(request, saved, await read(), picture)));
    request.onScored();
  }
  return rows;
}

async function scoreOne(
  { group, chosen, judge, statistics, randomised, random }: GroupRequest,
  saved: MapGroup["maps"][number]["saved"],
  map: Awaited<ReturnType<MapGroup["maps"][number]["read"]>>,
  picture: Picture,
): Promise<ScoredRow[]> {
  const { settings, model: own } = group;
  const model = (judge ?? own).view;
  const opened = await picture.read();
  const image = asInput(model, [opened]);
  const truth = pictureTruth(picture, opened, model.inputSize);
  const explainer = explainers.get(settings.method);
  const explains = settings.explains ?? explainer?.explains ?? "for";
  const trueClass = picture.className === null ? -1 : model.classNames.indexOf(picture.className);
  const explained = classOn(model, saved.targetClass, judge?.name ?? own.name);
  const target = probabilityClass(explains, explained, trueClass < 0 ? null : trueClass);
  const asksMethod = ({ needs }: { needs: readonly string[] }) => needs.includes("explainer");
  const scored = judge ? chosen.scored.filter(asksModel) : chosen.scored;
  const probed = judge ? chosen.probed.filter((metric) => !asksMethod(metric)) : chosen.probed;
  const scores = await scoreMap({ map, model, image, ...truth, target: explained, metrics: scored });
  if (probed.length > 0) {
    const explainBy = (explainer: Explainer) => (view: ModelView) => (of: number) =>
      explainAgain({
        explainer,
        model: view,
        image,
        target: of,
        options: settings.options,
        random,
        region: truth.region,
        statistics: statistics ?? undefined,
      });
    const again =
      explainer && probed.some(asksMethod)
        ? makeAgain(explainBy(explainer), model, explained, statistics ? [] : randomised)
        : {};
    scores.push(
      ...(await probeMap({
        map,
        model,
        image,
        target,
        explained,
        explains,
        random,
        metrics: probed,
        ...again,
      })),
    );
  }
  return scores.map((score) => ({
    ...score,
    group: group.label,
    method: settings.method,
    model: settings.model,
    targetRule: settings.target,
    image: saved.image,
    trueClass: picture.className,
    targetClass: saved.targetClass,
    explains,
    judgedOn: judge?.name ?? own.name,
    protocol: judge ? "judge" : "own",
  }));
}

/** @param randomised empty also where statistics of the features are needed: they hold for the model they were measured on alone */
function makeAgain(
  explainOn: (view: ModelView) => (target: number) => Explain,
  model: ModelView,
  explained: number,
  randomised: readonly ModelView[],
) {
  const explainClass = explainOn(model);
  const explainRandomised =
    randomised.length > 0 ? randomised.map((one) => explainOn(one)(explained)) : undefined;
  return { explain: explainClass(explained), explainClass, explainRandomised };
}

function classOn({ classNames }: ModelView, name: string, model: string): number {
  const index = classNames.indexOf(name);
  if (index >= 0) return index;
  throw new AppError(
    "invalid",
    `The model ${model} has no class “${name}”: it cannot judge maps of that class.`,
  );
}
