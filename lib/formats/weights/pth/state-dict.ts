import { AppError } from "#lib/errors.ts";
import { quote } from "../pickle/refusal.ts";
import { describeValue } from "./describe-value.ts";
import { TorchTensor } from "./torch-tensor.ts";

/** Something of a checkpoint that is no weight: where it stood, and a few words on it. */
export interface LeftOut {
  name: string;
  what: string;
}

export interface StateDict {
  /** Keys that lead to it, joined by "/"; empty where the checkpoint is the state_dict. */
  path: string;
  tensors: Map<string, TorchTensor>;
  leftOut: LeftOut[];
}

/** Under what training scripts keep the model, the commonest first. */
const USUAL_KEYS = ["state_dict", "model_state_dict", "model", "net", "network", "model_state", "weights"];
/** A state_dict lies at most this deep: {"checkpoint": {"model": {…}}}. */
const DEEPEST = 3;

type Dict = ReadonlyMap<unknown, unknown>;

function refuse(why: string, details: Record<string, unknown> = {}): never {
  throw new AppError("invalid", `No weights can be taken from this checkpoint: ${why}.`, {
    reason: "no-weights",
    ...details,
  });
}

const isWeight = ([name, value]: [unknown, unknown]) =>
  typeof name === "string" && value instanceof TorchTensor;

function holdsTensors(value: unknown): value is Dict {
  if (!(value instanceof Map)) return false;
  for (const item of value) if (isWeight(item)) return true;
  return false;
}

/**
 * The state_dict of a checkpoint: the one under `path` if that is given; else the one under a usual key; else the
 * checkpoint itself, if it holds tensors; else the only dictionary within that does.
 * @throws AppError `invalid` where there is none, or more than one and nothing to tell them apart.
 */
export function findStateDict(root: unknown, path?: string): StateDict {
  if (!(root instanceof Map)) refuse(`it holds ${describeValue(root)} where a dictionary is expected`);
  const keys = path === undefined ? chooseKeys(root) : path.split("/").filter(Boolean);
  let leftOut: LeftOut[] = [];
  let dict: Dict = root;
  for (const [depth, key] of keys.entries()) {
    const inner = dict.get(key);
    if (!(inner instanceof Map)) refuse(`it has no dictionary under ${quote(keys.join("/"))}`);
    leftOut = leftOut.concat(describeOthers(dict, keys.slice(0, depth), (name) => name === key));
    dict = inner;
  }
  if (!holdsTensors(dict))
    refuse(keys.length > 0 ? `${quote(keys.join("/"))} holds no tensor` : "it holds no tensor");
  const tensors = new Map<string, TorchTensor>();
  for (const [name, value] of dict)
    if (typeof name === "string" && value instanceof TorchTensor) tensors.set(name, value);
  const others = describeOthers(dict, keys, (name) => typeof name === "string" && tensors.has(name));
  return { path: keys.join("/"), tensors, leftOut: leftOut.concat(others) };
}

function chooseKeys(root: Dict): string[] {
  const usual = USUAL_KEYS.find((key) => holdsTensors(root.get(key)));
  if (usual !== undefined) return [usual];
  if (holdsTensors(root)) return [];
  const found = findInner(root, [], new Set());
  if (found.length === 0) refuse("it holds no dictionary of tensors");
  if (found.length === 1) return found[0];
  const named = found.filter((keys) => USUAL_KEYS.includes(keys[keys.length - 1]));
  if (named.length === 1) return named[0];
  const paths = found.map((keys) => keys.join("/"));
  const list = paths.slice(0, 8).map(quote).join(", ") + (paths.length > 8 ? ", …" : "");
  return refuse(`it holds several dictionaries of tensors (${list}); say which`, {
    paths: paths.slice(0, 100),
  });
}

/** Where dictionaries of tensors lie. One that stands in several places is met once. */
function findInner(dict: Dict, keys: string[], met: Set<Dict>): string[][] {
  const paths = [...dict].map(([key, value]) => {
    if (typeof key !== "string" || !(value instanceof Map) || met.has(value)) return [];
    met.add(value);
    const path = [...keys, key];
    if (holdsTensors(value)) return [path];
    return path.length < DEEPEST ? findInner(value, path, met) : [];
  });
  return paths.flat();
}

function describeOthers(dict: Dict, keys: string[], isTaken: (name: unknown) => boolean): LeftOut[] {
  return [...dict]
    .filter(([name]) => !isTaken(name))
    .map(([name, value]) => ({
      name: [...keys, typeof name === "string" ? name : describeValue(name)].join("/").slice(0, 200),
      what: describeValue(value),
    }));
}
