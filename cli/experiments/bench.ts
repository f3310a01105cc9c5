import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { readInitialModel } from "#lib/scouter/training/initial-model.ts";
import { planTraining, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";
import { listPictures } from "../training/read-training-data.ts";
import { logFileOf, type TrainingMachine, trainModel } from "../training/train-model.ts";
import type { ExperimentData } from "./data.ts";
import type { Bench, ExperimentOptions, ModelRef, TrainRequest } from "./experiment.ts";

export interface BenchRequest {
  options: ExperimentOptions;
  /** What was asked, in words: it goes into the logs. */
  command: string;
  data: ExperimentData[];
  /** Folder of everything that is made: models, kept results. */
  work: string;
  machine: TrainingMachine;
  /** Folder for decoded pictures while the experiment runs. */
  pictures: string;
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const readable = (file: string) => readFile(file).catch(() => null);

/** Models and results are made once a folder; what an interruption left undone is made next time. */
export function openBench({ options, command, data, work, machine, pictures }: BenchRequest): Bench {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    options,
    data,
    say,
    async train(request) {
      const file = path.join(work, "models", `${request.name}.safetensors`);
      await mkdir(path.dirname(file), { recursive: true });
      const wish = wishOf(request, options);
      const plan = planTraining(wish, request.data.classNames, await initialOf(request.from));
      const from = request.from && "sha256" in request.from ? request.from.sha256 : request.from && "given";
      const key = sha256(
        JSON.stringify({
          config: plan.config,
          settings: plan.settings,
          data: request.data.fingerprint,
          from,
        }),
      );
      const done = await finished(request.name, file, key);
      if (done) return done;
      say(`\n${request.name}`);
      const { folder, format, train, validation, classNames, fingerprint } = request.data;
      const list = (records: typeof train) => listPictures(folder, records, classNames, format);
      const trained = await trainModel({
        ...machine,
        plan,
        train: list(train),
        validation: list(validation),
        fingerprint,
        out: file,
        command: `${command} (model ${request.name})`,
        keepPicturesIn: pictures,
      });
      const { sha256: hash, seconds, engine } = trained;
      const ref = { name: request.name, file, sha256: hash, seconds, engine: engine.gradient };
      await writeJson(`${file}.json`, { key, ...ref, file: path.basename(file) });
      return ref;
    },
    async keep(key, models, make) {
      const name = `${key.replace(/[^\w.+-]+/g, "_")}-${sha256(models.map((m) => m.sha256).join()).slice(0, 12)}`;
      const file = path.join(work, "results", `${name}.json`);
      const before = await readable(file);
      if (before) return JSON.parse(before.toString());
      say(`measuring ${key}`);
      const value = await make();
      await writeJson(file, value);
      return value;
    },
  };
}

function wishOf({ wish }: TrainRequest, options: ExperimentOptions): TrainingWish {
  const epochs = wish.kind === "fc" ? options.epochs : options.headEpochs;
  return TrainingWish.parse({
    ...(wish.kind === "fc" && { backbone: options.backbone, size: options.size }),
    ...(epochs && { epochs }),
    ...(options.augment && { augment: options.augment }),
    ...wish,
    set: [...options.set, ...(wish.set ?? [])],
  });
}

async function initialOf(from: TrainRequest["from"]) {
  if (!from) return null;
  return "file" in from ? readInitialModel(await readFile(from.file)) : from;
}

/** The model as it lies there, if it is the one asked for. */
async function finished(name: string, file: string, key: string): Promise<ModelRef | null> {
  const record = await readable(`${file}.json`);
  const weights = await readable(file);
  if (!record || !weights || !(await readable(logFileOf(file)))) return null;
  const stored = JSON.parse(record.toString()) as ModelRef & { key: string };
  if (stored.key !== key || stored.sha256 !== sha256(weights)) return null;
  const { sha256: hash, seconds, engine } = stored;
  return { name, file, sha256: hash, seconds, engine };
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, `${JSON.stringify(value)}\n`);
}
