import { append, build, instantiate, newObject, reduce, setItems, union } from "./assemble.ts";
import {
  floatFromLine,
  integerFromBytes,
  integerFromLine,
  textFromEscapedLine,
  textFromQuotedLine,
} from "./literals.ts";
import type { PickleMachine } from "./machine.ts";
import { refuseDamaged, refuseTooLarge } from "./refusal.ts";
import { Tuple } from "./values.ts";

export const STOP = 0x2e;
const NEWEST_PROTOCOL = 5;

type Step = (m: PickleMachine) => void;

const pushTuple = (m: PickleMachine, count: number) => {
  const items = Array.from({ length: count }, () => m.pop()).reverse();
  m.pushContainer(new Tuple(items));
};

const pushDict = (m: PickleMachine) => {
  const pairs = m.popMark();
  m.pushContainer(new Map());
  setItems(m, pairs);
};

const pushSet = (m: PickleMachine) => {
  const items = m.popMark();
  m.pushContainer(new Set());
  union(m, items);
};

/** A count of four bytes with a sign; a negative one has no meaning. */
const length32 = (m: PickleMachine): number => {
  const length = m.input.i32();
  return length < 0 ? refuseDamaged("a length in it is negative") : length;
};

const extension: Step = () =>
  refuseDamaged("its pickle uses an extension code, which stands for Python code");
const buffer: Step = () => refuseDamaged("its pickle refers to a buffer outside the file");

const protocol: Step = (m) => {
  const number = m.input.u8();
  if (number > NEWEST_PROTOCOL) refuseDamaged(`its pickle has protocol ${number}, which is not known`);
};

/** A frame only says how much to read ahead. */
const frame: Step = (m) => {
  m.input.length64();
};

const stackGlobal: Step = (m) => {
  const name = m.pop();
  const module = m.pop();
  if (typeof module !== "string" || typeof name !== "string")
    refuseDamaged("its pickle names something by what is not text");
  m.push(m.host.findGlobal(module, name));
};

const memoIndex = (m: PickleMachine): number => {
  const index = integerFromLine(m.input.line());
  return typeof index === "number" && index >= 0
    ? index
    : refuseTooLarge("its pickle numbers a value beyond reason");
};

/**
 * The opcodes of protocols 0 to 5 (CPython's Lib/pickletools.py): code, name, effect. Extension codes and outside buffers
 * reach beyond the file and are refused.
 */
const OPCODES: [number, string, Step][] = [
  [0x80, "PROTO", protocol],
  [0x95, "FRAME", frame],

  [0x4e, "NONE", (m) => m.push(null)],
  [0x88, "NEWTRUE", (m) => m.push(true)],
  [0x89, "NEWFALSE", (m) => m.push(false)],
  [0x49, "INT", (m) => m.push(integerFromLine(m.input.line()))],
  [0x4c, "LONG", (m) => m.push(integerFromLine(m.input.line()))],
  [0x4b, "BININT1", (m) => m.push(m.input.u8())],
  [0x4d, "BININT2", (m) => m.push(m.input.u16())],
  [0x4a, "BININT", (m) => m.push(m.input.i32())],
  [0x8a, "LONG1", (m) => m.push(integerFromBytes(m.input.take(m.input.u8())))],
  [0x8b, "LONG4", (m) => m.push(integerFromBytes(m.input.take(length32(m))))],
  [0x46, "FLOAT", (m) => m.push(floatFromLine(m.input.line()))],
  [0x47, "BINFLOAT", (m) => m.push(m.input.f64())],
  [0x53, "STRING", (m) => m.push(textFromQuotedLine(m.input.line()))],
  [0x56, "UNICODE", (m) => m.push(textFromEscapedLine(m.input.line()))],
  [0x55, "SHORT_BINSTRING", (m) => m.push(m.input.utf8(m.input.u8()))],
  [0x54, "BINSTRING", (m) => m.push(m.input.utf8(length32(m)))],
  [0x8c, "SHORT_BINUNICODE", (m) => m.push(m.input.utf8(m.input.u8()))],
  [0x58, "BINUNICODE", (m) => m.push(m.input.utf8(m.input.u32()))],
  [0x8d, "BINUNICODE8", (m) => m.push(m.input.utf8(m.input.length64()))],
  [0x43, "SHORT_BINBYTES", (m) => m.push(m.input.take(m.input.u8()))],
  [0x42, "BINBYTES", (m) => m.push(m.input.take(m.input.u32()))],
  [0x8e, "BINBYTES8", (m) => m.push(m.input.take(m.input.length64()))],
  [0x96, "BYTEARRAY8", (m) => m.push(m.input.take(m.input.length64()))],

  [0x28, "MARK", (m) => m.mark()],
  [0x30, "POP", (m) => m.discard()],
  [0x31, "POP_MARK", (m) => void m.popMark()],
  [0x32, "DUP", (m) => m.push(m.top())],

  [0x29, "EMPTY_TUPLE", (m) => pushTuple(m, 0)],
  [0x85, "TUPLE1", (m) => pushTuple(m, 1)],
  [0x86, "TUPLE2", (m) => pushTuple(m, 2)],
  [0x87, "TUPLE3", (m) => pushTuple(m, 3)],
  [0x74, "TUPLE", (m) => m.pushContainer(new Tuple(m.popMark()))],
  [0x5d, "EMPTY_LIST", (m) => m.pushContainer([])],
  [0x6c, "LIST", (m) => m.pushContainer(m.popMark())],
  [0x61, "APPEND", (m) => append(m, [m.pop()])],
  [0x65, "APPENDS", (m) => append(m, m.popMark())],
  [0x7d, "EMPTY_DICT", (m) => m.pushContainer(new Map())],
  [0x64, "DICT", pushDict],
  [0x73, "SETITEM", (m) => setItems(m, [m.pop(), m.pop()].reverse())],
  [0x75, "SETITEMS", (m) => setItems(m, m.popMark())],
  [0x8f, "EMPTY_SET", (m) => m.pushContainer(new Set())],
  [0x90, "ADDITEMS", (m) => union(m, m.popMark())],
  [0x91, "FROZENSET", pushSet],

  [0x70, "PUT", (m) => m.remember(memoIndex(m))],
  [0x71, "BINPUT", (m) => m.remember(m.input.u8())],
  [0x72, "LONG_BINPUT", (m) => m.remember(m.input.u32())],
  [0x94, "MEMOIZE", (m) => m.rememberNext()],
  [0x67, "GET", (m) => m.push(m.recall(memoIndex(m)))],
  [0x68, "BINGET", (m) => m.push(m.recall(m.input.u8()))],
  [0x6a, "LONG_BINGET", (m) => m.push(m.recall(m.input.u32()))],

  [0x63, "GLOBAL", (m) => m.push(m.host.findGlobal(m.input.line(), m.input.line()))],
  [0x93, "STACK_GLOBAL", stackGlobal],
  [0x52, "REDUCE", reduce],
  [0x81, "NEWOBJ", newObject],
  [0x92, "NEWOBJ_EX", (m) => newObject(m, "with keywords")],
  [0x69, "INST", (m) => instantiate(m, m.host.findGlobal(m.input.line(), m.input.line()), m.popMark())],
  [0x6f, "OBJ", (m) => instantiate(m, ...takeClass(m.popMark()))],
  [0x62, "BUILD", build],
  [0x51, "BINPERSID", (m) => m.push(m.host.load(m.pop()))],
  [0x50, "PERSID", (m) => m.push(m.host.load(m.input.line()))],

  [0x82, "EXT1", extension],
  [0x83, "EXT2", extension],
  [0x84, "EXT4", extension],
  [0x97, "NEXT_BUFFER", buffer],
  [0x98, "READONLY_BUFFER", buffer],
];

function takeClass([first, ...rest]: unknown[]): [unknown, unknown[]] {
  return [first, rest];
}

const steps: (Step | undefined)[] = [];
for (const [code, , step] of OPCODES) steps[code] = step;

/** The effect of an opcode. @throws AppError for one that no protocol has. */
export function stepOf(code: number): Step {
  return steps[code] ?? refuseDamaged(`its pickle has a step 0x${code.toString(16)}, which is not known`);
}
