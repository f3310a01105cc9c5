import { add, type Code, double, float, get, integer, type Local, set, shuffle, vector } from "./code.ts";

/** How many numbers are computed together: a vector, or what is left at the end of a row. */
export type Lanes = 4 | 1;

/** A formula of float32 numbers, written once for vectors and single numbers. */
export type Expression = (lanes: Lanes) => Code;

const operation =
  (simd: Code, scalar: number) =>
  (a: Expression, b: Expression): Expression =>
  (lanes) => [...a(lanes), ...b(lanes), ...(lanes === 4 ? [0xfd, ...simd] : [scalar])];

export const plus = operation([0xe4, 1], 0x92);
export const minus = operation([0xe5, 1], 0x93);
export const times = operation([0xe6, 1], 0x94);

export const constant =
  (value: number): Expression =>
  (lanes) => [0x43, ...new Uint8Array(Float32Array.of(value).buffer), ...(lanes === 4 ? [0xfd, 0x13] : [])];

const choice =
  (simd: number, scalar: number) =>
  (a: Expression, b: Expression, yes: Expression, no: Expression): Expression =>
  (lanes) => [
    ...[...yes(lanes), ...no(lanes), ...a(lanes), ...b(lanes)],
    ...(lanes === 4 ? [0xfd, simd, 0xfd, 0x52] : [scalar, 0x1b]),
  ];

/** a > b ? yes : no */
export const whereGreater = choice(0x44, 0x5e);
/** a = b ? yes : no */
export const whereEqual = choice(0x41, 0x5b);

/** What a variable holds; its type must be that of the lanes. */
export const held =
  (local: Local): Expression =>
  () =>
    get(local);

/** The numbers at an address and `offset` bytes beyond it. */
export const at =
  (address: Code, offset = 0): Expression =>
  (lanes) =>
    lanes === 4 ? vector.load(address, offset) : float.load(address, offset);

/** The one number at an address, in all lanes. */
export const everywhere =
  (address: Code): Expression =>
  (lanes) =>
    lanes === 4 ? vector.loadSplat(address) : float.load(address);

export const zero: Expression = (lanes) =>
  lanes === 4 ? [0xfd, 0x0c, ...new Array<number>(16).fill(0)] : [0x43, 0, 0, 0, 0];

export const write = (address: Code, value: Expression, lanes: Lanes, offset = 0): Code =>
  (lanes === 4 ? vector : float).store(address, value(lanes), offset);

const UPPER_HALF = [8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0, 0, 0, 0, 0, 0];
const promote = (value: Code): Code => [...value, 0xfd, 0x5f];
const addDoubles = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf0, 1];

/** Adds the float32 numbers to float64 sums that lie next to each other. `scratch` is a vector to compute in. */
export function accumulate(address: Code, value: Expression, lanes: Lanes, scratch: Local): Code {
  if (lanes === 1) return double.store(address, [...double.load(address), ...value(1), 0xbb, 0xa0]);
  const low = promote(get(scratch));
  const high = promote(shuffle(get(scratch), get(scratch), UPPER_HALF));
  const upper = add(address, integer(16));
  return [
    ...set(scratch, value(4)),
    ...vector.store(address, addDoubles(vector.load(address), low)),
    ...vector.store(upper, addDoubles(vector.load(upper), high)),
  ];
}
