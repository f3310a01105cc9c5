import type { PickleMachine } from "./machine.ts";
import { refuseDamaged } from "./refusal.ts";
import { Global, NamedValues, Tuple } from "./values.ts";

/** Appends to the list on top. */
export function append(m: PickleMachine, items: unknown[]): void {
  const list = m.top();
  if (!Array.isArray(list)) refuseDamaged("its pickle appends to what is not a list");
  for (const item of items) list.push(item);
}

/** Sets key, value, key, value … in the dict on top. */
export function setItems(m: PickleMachine, pairs: unknown[]): void {
  const dict = m.top();
  if (!(dict instanceof Map)) refuseDamaged("its pickle sets items of what is not a dictionary");
  if (pairs.length % 2 === 1) refuseDamaged("its pickle sets a key without a value");
  for (let i = 0; i < pairs.length; i += 2) {
    m.countKey(pairs[i]);
    dict.set(pairs[i], pairs[i + 1]);
  }
}

/** Adds to the set on top. */
export function union(m: PickleMachine, items: unknown[]): void {
  const set = m.top();
  if (!(set instanceof Set)) refuseDamaged("its pickle adds to what is not a set");
  for (const item of items) {
    m.countKey(item);
    set.add(item);
  }
}

/** Pushes what a known name makes of its arguments. */
export function instantiate(m: PickleMachine, global: unknown, args: readonly unknown[]): void {
  if (!(global instanceof Global) || !global.make)
    refuseDamaged("its pickle calls what is not a known function");
  m.pushContainer(global.make(args, m));
}

export function reduce(m: PickleMachine): void {
  const args = m.pop();
  if (!(args instanceof Tuple)) refuseDamaged("its pickle calls a function without a tuple of arguments");
  instantiate(m, m.pop(), args.items);
}

/** NEWOBJ, and NEWOBJ_EX with keyword arguments: the classes known here take none. */
export function newObject(m: PickleMachine, keywords?: "with keywords"): void {
  if (keywords) {
    const named = m.pop();
    if (!(named instanceof Map) || named.size > 0) refuseDamaged("its pickle gives a class named arguments");
  }
  reduce(m);
}

/**
 * Gives the object on top its state. Named values take it, once; the attributes of a dictionary (such as `_metadata` of a
 * state_dict) are left aside.
 */
export function build(m: PickleMachine): void {
  const state = m.pop();
  const target = m.top();
  if (!(state instanceof Map)) refuseDamaged("its pickle sets a state that is not a dictionary");
  if (target instanceof NamedValues && target.values.size === 0) target.values = state;
  else if (!(target instanceof Map)) refuseDamaged("its pickle sets the state of what has none");
}
