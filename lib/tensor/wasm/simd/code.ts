/** WebAssembly instructions, encoded. Names follow the specification; `Local` is a variable of the function. */
export type Code = readonly number[];

/** LEB128, seven bits a byte, low ones first. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, opcode];

export const integer = (value: number): Code => [0x41, ...signed(value)];
export const add = binary(0x6a);
export const multiply = binary(0x6c);
export const and = binary(0x71);
export const shiftLeft = binary(0x74);
/** Unsigned, as addresses are. */
export const lessThan = binary(0x49);

export interface Local {
  readonly index: number;
}

export const get = ({ index }: Local): Code => [0x20, ...unsigned(index)];
export const set = ({ index }: Local, value: Code): Code => [...value, 0x21, ...unsigned(index)];
export const increase = (local: Local, by: Code): Code => set(local, add(get(local), by));

/** while (condition) { body } */
export const whileTrue = (condition: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...condition,
  ...[0x45, 0x0d, 1],
  ...body,
  ...[0x0c, 0, 0x0b, 0x0b],
];

/** while (local < limit) { body }; the body moves the local on. */
export const whileBelow = (local: Local, limit: Code, body: Code): Code =>
  whileTrue(lessThan(get(local), limit), body);

/** for (local = 0; local < limit; local++) { body } */
export const repeat = (local: Local, limit: Code, body: Code): Code => [
  ...set(local, integer(0)),
  ...whileBelow(local, limit, [...body, ...increase(local, integer(1))]),
];

const memory =
  (opcode: Code) =>
  (address: Code, offset = 0): Code => [...address, ...opcode, 2, ...unsigned(offset)];
const store =
  (opcode: Code) =>
  (address: Code, value: Code, offset = 0): Code => [...address, ...value, ...opcode, 2, ...unsigned(offset)];

/** Loads and stores at an address and a constant number of bytes beyond it. */
export const float = { load: memory([0x2a]), store: store([0x38]) };
export const double = { load: memory([0x2b]), store: store([0x39]) };
/** Four floats at once. */
export const vector = {
  load: memory([0xfd, 0x00]),
  loadSplat: memory([0xfd, 0x09]),
  store: store([0xfd, 0x0b]),
};

/** Picks 16 of the 32 bytes of two vectors. */
export const shuffle = (a: Code, b: Code, bytes: readonly number[]): Code => [
  ...a,
  ...b,
  ...[0xfd, 0x0d],
  ...bytes,
];
