/**
 * What a pickle may turn into: null, boolean, number, bigint (beyond 2^53), string, Uint8Array (bytes), Array (list), Map
 * (dict), Set, and the classes here. All of it is data: a key such as `__proto__` is a key of a Map.
 */
export class Tuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** An object of a Python class that is known to be nothing but named values, such as argparse.Namespace. */
export class NamedValues {
  readonly type: string;
  values: ReadonlyMap<unknown, unknown> = new Map();

  constructor(type: string) {
    this.type = type;
  }
}

/** Where a call accounts for what it copies, and for the keys of what it makes. @throws AppError beyond a limit */
export interface Account {
  spend(steps: number): void;
  countKey(key: unknown): void;
}

/** Makes a value from arguments. */
export type Make = (args: readonly unknown[], account: Account) => unknown;

/** A Python name that a pickle may use: what it stands for, and what a call of it makes. Both are ours, neither is Python's. */
export class Global {
  readonly name: string;
  readonly make: Make | null;
  readonly meaning: unknown;

  constructor(name: string, make: Make | null, meaning: unknown = null) {
    this.name = name;
    this.make = make;
    this.meaning = meaning;
  }
}

/** Items of a list or tuple. */
export function itemsOf(value: unknown): readonly unknown[] | null {
  if (value instanceof Tuple) return value.items;
  return Array.isArray(value) ? value : null;
}
