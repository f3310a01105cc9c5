import { z } from "zod";

const Start = z.object({
  event: z.literal("start"),
  at: z.string().optional(),
  command: z.string().optional(),
  engine: z.unknown().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});

const Epoch = z.object({
  event: z.literal("epoch"),
  epoch: z.number(),
  trainLoss: z.number(),
  trainAccuracy: z.number(),
  validationLoss: z.number().nullable().default(null),
  validationAccuracy: z.number().nullable().default(null),
  area: z.number().optional(),
});
export type TrainingEpoch = z.infer<typeof Epoch>;

const End = z.object({ event: z.literal("end"), seconds: z.number(), engine: z.unknown().optional() });

export interface TrainingRecord {
  /** The training it was, if it was made here. */
  trainingId: string | null;
  at: string | null;
  command: string | null;
  engine: string | null;
  settings: Record<string, unknown>;
  data: Record<string, unknown>;
  epochs: TrainingEpoch[];
  seconds: number | null;
}

/**
 * What a training log (`Model.training.log`, the lines that `whynot train` writes) says. Lines of other kinds are
 * passed over: a model trained elsewhere may have none at all.
 */
export function readTraining(training: Record<string, unknown>): TrainingRecord {
  const lines = Array.isArray(training.log) ? training.log : [];
  const of = <Line>(schema: z.ZodType<Line>) =>
    lines.flatMap((line) => {
      const parsed = schema.safeParse(line);
      return parsed.success ? [parsed.data] : [];
    });
  const start = of(Start)[0];
  const end = of(End)[0];
  const engine = end?.engine ?? start?.engine;
  return {
    trainingId: typeof training.trainingId === "string" ? training.trainingId : null,
    at: start?.at ?? null,
    command: start?.command ?? null,
    engine: engine === undefined ? null : engineWords(engine),
    settings: start?.settings ?? {},
    data: start?.data ?? {},
    epochs: of(Epoch),
    seconds: end?.seconds ?? null,
  };
}

function engineWords(engine: unknown): string {
  if (typeof engine === "string") return engine;
  return Object.values(engine as Record<string, unknown>)
    .filter((part) => typeof part === "string")
    .join(" ");
}
