import { type PickleHost, PickleMachine } from "./machine.ts";
import { STOP, stepOf } from "./opcodes.ts";

/**
 * Reads one pickle (protocols 0 to 5) as data. A name is only looked up in the host's table, so nothing of Python can
 * run; numbers, texts and containers become those of JavaScript (values.ts). Memory and steps are bounded by limits and
 * by the bytes given; values that refer to one another are shared, not copied, and may form a cycle.
 * @returns the value and where the pickle ends.
 * @throws AppError `invalid` where it is damaged or names what the host does not know, `too_large` beyond a limit.
 */
export function unpickle(bytes: Uint8Array, host: PickleHost, at = 0): { value: unknown; end: number } {
  const machine = new PickleMachine(bytes, at, host);
  for (let code = machine.nextOpcode(); code !== STOP; code = machine.nextOpcode()) stepOf(code)(machine);
  return { value: machine.pop(), end: machine.input.at };
}
