import { appendFile, readFile, writeFile } from "node:fs/promises";
import type { EpochEvent } from "#lib/scouter/training/events.ts";

/** JSON lines beside the weights: how the training was asked for, one line an epoch, how it ended. */
export interface TrainingLog {
  epoch(event: EpochEvent): Promise<void>;
  /** @returns the seconds spent, over all its pieces */
  end(values: Record<string, unknown>): Promise<number>;
}

interface Line {
  event: string;
  epoch?: number;
  seconds?: number;
}

async function readLines(file: string): Promise<Line[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

/**
 * Opens the log afresh, or goes on with the one of an interrupted training: its lines from before `fromEpoch` stay, and its
 * time counts.
 */
export async function openTrainingLog(
  file: string,
  start: Record<string, unknown>,
  fromEpoch: number | null,
): Promise<TrainingLog> {
  const began = Date.now();
  const before = fromEpoch === null ? [] : await readLines(file);
  const kept = before.filter(
    ({ event, epoch }) => event === "start" || (epoch ?? Infinity) < (fromEpoch ?? 0),
  );
  const spent = Math.max(0, ...kept.map(({ seconds }) => seconds ?? 0));
  const first =
    kept[0]?.event === "start" ? kept : [{ event: "start", at: new Date(began).toISOString(), ...start }];
  const resumed =
    fromEpoch === null ? [] : [{ event: "resumed", at: new Date(began).toISOString(), fromEpoch }];
  await writeFile(file, [...first, ...resumed].map((line) => `${JSON.stringify(line)}\n`).join(""));
  const add = async (line: object): Promise<number> => {
    const seconds = Math.round(10 * spent + (Date.now() - began) / 100) / 10;
    await appendFile(file, `${JSON.stringify({ ...line, seconds })}\n`);
    return seconds;
  };
  return {
    epoch: async (event) => void (await add(event)),
    end: (values) => add({ event: "end", ...values }),
  };
}
