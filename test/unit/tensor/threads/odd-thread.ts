import { AppError } from "#lib/errors.ts";

/** Does what it is told. */
export const obey = (greeting: string) => (order: string) => {
  if (order === "fail") throw new AppError("invalid", "Too much was asked.", { of: greeting });
  if (order === "die") process.exit(7);
  if (order === "crash")
    setTimeout(() => {
      throw new Error("out of thin air");
    });
  if (order === "crash" || order === "wait") return new Promise<string>(() => {});
  while (order === "spin");
  return `${greeting} ${order}`;
};

/** Cannot be opened. */
export const refuse = () => {
  throw new AppError("unavailable", "There is no engine here.");
};

export const notAFunction = 7;

export const addUp = () => (numbers: Float32Array) => numbers.reduce((sum, v) => sum + v, 0);
