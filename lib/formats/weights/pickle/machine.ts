import { ByteReader } from "./byte-reader.ts";
import { refuseDamaged, refuseTooLarge } from "./refusal.ts";
import type { Account, Global } from "./values.ts";

/** What gives a pickle its meaning: the names it may use, and what its persistent ids stand for. */
export interface PickleHost {
  /** @throws AppError for a name that is not known; nothing of the pickle is used then. */
  findGlobal(module: string, name: string): Global;
  /** @throws AppError for an id that is not known. */
  load(persistentId: unknown): unknown;
}

/*
 * A checkpoint of 10,000 tensors takes 400,000 opcodes, 60,000 containers and as many memo entries. Ten times that still
 * fits; what is beyond only costs memory.
 */
const MOST_STEPS = 4_000_000;
const MOST_CONTAINERS = 600_000;
const MOST_MEMO_ENTRIES = 1_000_000;
/** Python itself gives up at a nesting of about a thousand. */
const MOST_MARKS = 10_000;
/** Numbers have a hash that can be foreseen, and a Map of keys that collide takes quadratic time. */
const MOST_KEYS_NOT_TEXT = 50_000;

/** Stack, marks and memo of the pickle machine, each bounded. What the opcodes do with them is in opcodes.ts. */
export class PickleMachine implements Account {
  readonly input: ByteReader;
  readonly host: PickleHost;
  private stack: unknown[] = [];
  private readonly marks: number[] = [];
  private readonly memo: unknown[] = [];
  private steps = 0;
  private containers = 0;
  private keysNotText = 0;

  constructor(bytes: Uint8Array, at: number, host: PickleHost) {
    this.input = new ByteReader(bytes, at);
    this.host = host;
  }

  nextOpcode(): number {
    this.spend(1);
    return this.input.u8();
  }

  /** Counts work: an opcode is one step, and so is each value that a call copies. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > MOST_STEPS) refuseTooLarge(`its pickle takes more than ${MOST_STEPS} steps`);
  }

  /** Where the part of the stack that belongs to the innermost mark begins. */
  private get floor(): number {
    return this.marks.at(-1) ?? 0;
  }

  push(value: unknown): void {
    this.stack.push(value);
  }

  pushContainer(value: unknown): void {
    if (++this.containers > MOST_CONTAINERS)
      refuseTooLarge(`its pickle has more than ${MOST_CONTAINERS} containers`);
    this.stack.push(value);
  }

  top(): unknown {
    if (this.stack.length <= this.floor) refuseDamaged("its pickle takes a value where there is none");
    return this.stack.at(-1);
  }

  pop(): unknown {
    const value = this.top();
    this.stack.length--;
    return value;
  }

  /** Drops the top: a value, or a mark with nothing above it. */
  discard(): void {
    if (this.marks.length > 0 && this.marks.at(-1) === this.stack.length) this.marks.pop();
    else this.pop();
  }

  mark(): void {
    if (this.marks.length >= MOST_MARKS) refuseTooLarge("its pickle is nested too deeply");
    this.marks.push(this.stack.length);
  }

  /** Takes off what lies above the innermost mark, and the mark. */
  popMark(): unknown[] {
    const from = this.marks.pop();
    if (from === undefined) refuseDamaged("its pickle closes what it did not open");
    return this.stack.splice(from);
  }

  remember(index: number): void {
    if (index >= MOST_MEMO_ENTRIES)
      refuseTooLarge(`its pickle remembers more than ${MOST_MEMO_ENTRIES} values`);
    while (this.memo.length < index) this.memo.push(undefined);
    this.memo[index] = this.top();
  }

  rememberNext(): void {
    this.remember(this.memo.length);
  }

  recall(index: number): unknown {
    const value = this.memo[index];
    return value === undefined
      ? refuseDamaged(`its pickle refers to value ${index}, which it has not set`)
      : value;
  }

  /** Counts a key of a dict or a member of a set. */
  countKey(key: unknown): void {
    if (typeof key !== "string" && ++this.keysNotText > MOST_KEYS_NOT_TEXT)
      refuseTooLarge(`its pickle has more than ${MOST_KEYS_NOT_TEXT} keys that are not text`);
  }
}
