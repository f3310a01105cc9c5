import type { Problem } from "./dataset/dataset-record.ts";

/** Why one picture's description cannot be used; caught by the reader, which names the file and goes on. */
export class Fault extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = "Fault";
    this.reason = reason;
  }
}

/** The fault as a line of a report. Anything else that was thrown is thrown on. */
export function faultProblem(error: unknown, file: string | null, line: number | null = null): Problem {
  if (!(error instanceof Fault)) throw error;
  return { file, line, reason: error.reason, message: error.message };
}
