import { Command } from "commander";
import { AppError } from "#lib/errors.ts";

type Register = (program: Command) => void;

/** A command's file is loaded when it is asked for, so that `explain` never pays for the site and the database. */
const COMMANDS: Record<string, () => Promise<Register>> = {
  up: async () => (await import("./up.ts")).registerUp,
  web: async () => (await import("./web.ts")).registerWeb,
  worker: async () => (await import("./worker.ts")).registerWorker,
  migrate: async () => (await import("./migrate.ts")).registerMigrate,
  doctor: async () => (await import("./doctor.ts")).registerDoctor,
  engine: async () => (await import("./engine.ts")).registerEngine,
  people: async () => (await import("./people.ts")).registerPeople,
  data: async () => (await import("./data.ts")).registerData,
  models: async () => (await import("./models.ts")).registerModels,
  train: async () => (await import("./train.ts")).registerTrain,
  experiment: async () => (await import("./experiment.ts")).registerExperiment,
  explain: async () => (await import("./explain.ts")).registerExplain,
  methods: async () => (await import("./methods.ts")).registerMethods,
  study: async () => (await import("./study.ts")).registerStudy,
  report: async () => (await import("./report.ts")).registerReport,
  maps: async () => (await import("./maps.ts")).registerMaps,
  evaluate: async () => (await import("./evaluate.ts")).registerEvaluate,
  playground: async () => (await import("./playground.ts")).registerPlayground,
  parity: async () => (await import("./parity.ts")).registerParity,
};

/** What a shell reports of a program that Ctrl-C ended: 128 + SIGINT. */
const INTERRUPTED = 130;

/** A person's mistake is told in a sentence; everything else is a defect and shows where it is. */
function fail(error: unknown): never {
  if (error instanceof AppError) console.error(error.message);
  else console.error(error);
  process.exit(error instanceof AppError && error.code === "cancelled" ? INTERRUPTED : 1);
}

/** @param argv as in process.argv */
export async function runCommandLine(argv: string[]): Promise<void> {
  const program = new Command("whynot")
    .description(
      "Visual explanations of image classifiers: computed, rated blind, reported with honest intervals.",
    )
    .showHelpAfterError("(whynot <command> --help says more)");
  try {
    const wanted = COMMANDS[argv[2] ?? ""];
    const loaders = wanted ? [wanted] : Object.values(COMMANDS);
    for (const register of await Promise.all(loaders.map((load) => load()))) register(program);
    await program.parseAsync(argv);
  } catch (error) {
    fail(error);
  }
}
