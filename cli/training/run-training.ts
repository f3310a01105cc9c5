import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "#lib/errors.ts";
import { ModelConfig, SlotHeadConfig } from "#lib/scouter/model-config.ts";
import { parameterCount, readModelFile, writeModelFile } from "#lib/scouter/model-file.ts";
import type { NamedArrays } from "#lib/scouter/named-array.ts";
import type { TrainingEvent } from "#lib/scouter/training/events.ts";
import { FC_DEFAULTS, trainFc } from "#lib/scouter/training/train-fc.ts";
import { SLOT_HEAD_DEFAULTS, trainSlotHead } from "#lib/scouter/training/train-slot-head.ts";
import { type GradientEngine, selectEngines } from "#lib/tensor/engine.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { openProgress, type ProgressLine } from "./progress-line.ts";
import { readSplits, readTrainingSet } from "./read-training-data.ts";

export interface TrainOptions {
  data: string;
  /** Layout of the data; left out: what it looks like. */
  format?: string;
  kind: ModelConfig["kind"];
  out: string;
  initFrom?: string;
  epochs?: number;
  batch: number;
  size: number;
  mode: SlotHeadConfig["mode"];
  lambda: number;
  ramp: boolean;
  seed: string;
  engine?: GradientEngine;
}

/** Pictures are centred and scaled to about unit range; the same for every data set, so that weights carry over. */
const NORMALISATION = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };

/** Trains, then writes weights and log at once: a stopped training leaves nothing behind. */
export async function runTraining(options: TrainOptions): Promise<void> {
  const trained = await readInitial(options);
  const splits = await readSplits(options.data, options.seed, options.format);
  const config = makeConfig(options, trained?.config ?? null, splits.classNames);
  const { gradient } = await selectEngines({ gradient: options.engine });
  const total = splits.train.length + splits.validation.length;
  const reading = openProgress("reading", "images", total);
  const train = await readTrainingSet(splits.source, splits.train, config, (done) => reading.update(done));
  const before = splits.train.length;
  const validation = await readTrainingSet(splits.source, splits.validation, config, (done) =>
    reading.update(before + done),
  );
  reading.stop();

  const settings = makeSettings(options);
  const log = openLog({
    command: describeCommand(options),
    engine: gradient,
    data: { train: before, validation: splits.validation.length, fingerprint: splits.fingerprint },
    settings,
    config,
  });
  const progress = openProgress("training", "images", settings.epochs * before);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal);
  try {
    const request = {
      config,
      train,
      validation,
      random: createRandom(options.seed).fork(config.kind),
      signal: stop.signal,
      onEvent: (event: TrainingEvent) => report(event, log, progress),
    };
    const arrays = trained
      ? await trainSlotHead({
          ...request,
          settings: { ...SLOT_HEAD_DEFAULTS, ...settings },
          trained: trained.arrays,
        })
      : await trainFc({ ...request, settings: { ...FC_DEFAULTS, ...settings } });
    progress.stop();
    await save(options.out, writeModelFile(config, arrays), log);
  } finally {
    progress.stop();
    process.removeListener("SIGINT", onSignal);
  }
}

type Initial = { config: ModelConfig; arrays: NamedArrays } | null;

async function readInitial({ kind, initFrom }: TrainOptions): Promise<Initial> {
  if (kind === "fc") return null;
  if (!initFrom) {
    throw new AppError(
      "invalid",
      "A slot head is put on a trained backbone: name fc weights with --init-from.",
    );
  }
  return readModelFile(await readFile(initFrom));
}

function makeConfig(options: TrainOptions, initial: ModelConfig | null, classNames: string[]): ModelConfig {
  const { kind, size, mode, lambda } = options;
  if (!initial) {
    if (size % 8 !== 0) throw new AppError("invalid", "The input size must be a multiple of 8.");
    const common = { format: 1, backbone: "tiny-residual", normalisation: NORMALISATION } as const;
    return ModelConfig.parse({ ...common, kind, classNames, inputSize: size, slotHead: null });
  }
  const sign = kind === "scouter+" ? 1 : -1;
  const queryLayers = mode === "paper" ? 3 : 0;
  return ModelConfig.parse({
    ...initial,
    kind,
    slotHead: SlotHeadConfig.parse({ sign, mode, lambda, queryLayers }),
  });
}

function makeSettings({ kind, epochs, batch, ramp }: TrainOptions) {
  const defaults = kind === "fc" ? FC_DEFAULTS : { ...SLOT_HEAD_DEFAULTS, rampLambda: ramp };
  return { ...defaults, batchSize: batch, epochs: epochs ?? defaults.epochs };
}

/** The command with file names in place of paths: what made the weights, without where. */
function describeCommand(options: TrainOptions): string {
  const parts = [
    `--data ${basename(options.data)}`,
    `--kind ${options.kind}`,
    `--out ${basename(options.out)}`,
  ];
  if (options.format) parts.push(`--format ${options.format}`);
  if (options.initFrom) parts.push(`--init-from ${basename(options.initFrom)}`);
  if (options.epochs) parts.push(`--epochs ${options.epochs}`);
  if (options.kind !== "fc") parts.push(`--mode ${options.mode}`, `--lambda ${options.lambda}`);
  return `bin/whynot train ${parts.join(" ")} --batch ${options.batch} --seed ${options.seed}`;
}

interface Log {
  lines: string[];
  began: number;
}

const seconds = (log: Log) => Math.round((Date.now() - log.began) / 100) / 10;

function openLog(start: Record<string, unknown>): Log {
  const began = Date.now();
  return { began, lines: [JSON.stringify({ event: "start", at: new Date(began).toISOString(), ...start })] };
}

function report(event: TrainingEvent, log: Log, progress: ProgressLine): void {
  if (event.event === "step") {
    progress.update(event.step * event.images, `epoch ${event.epoch + 1}, loss ${event.loss.toFixed(3)}`);
    return;
  }
  log.lines.push(JSON.stringify({ ...event, seconds: seconds(log) }));
  if (event.event === "collapse") progress.say(event.reason);
  else {
    const held =
      event.validationAccuracy === null ? "" : `, validation ${event.validationAccuracy.toFixed(3)}`;
    const area = event.area === undefined ? "" : `, area ${event.area.toFixed(4)}`;
    progress.say(
      `epoch ${event.epoch + 1}/${event.epochs}: loss ${event.trainLoss.toFixed(3)}, accuracy ${event.trainAccuracy.toFixed(3)}${held}${area}`,
    );
  }
}

/** Weights first under another name, so that a crash never leaves half a file under the wanted one. */
async function save(out: string, weights: Uint8Array, log: Log): Promise<void> {
  const sha256 = createHash("sha256").update(weights).digest("hex");
  const end = { event: "end", seconds: seconds(log), parameters: parameterCount(weights), sha256 };
  log.lines.push(JSON.stringify(end));
  await writeFile(`${out}.partial`, weights);
  await writeFile(out.replace(/(\.safetensors)?$/, ".log.jsonl"), `${log.lines.join("\n")}\n`);
  await rename(`${out}.partial`, out);
  process.stdout.write(`wrote ${out}: ${end.parameters} parameters, ${end.seconds} s\n`);
}
