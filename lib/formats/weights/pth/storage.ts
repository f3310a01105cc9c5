import { quote, refuseDamaged } from "../pickle/refusal.ts";
import { Global, itemsOf } from "../pickle/values.ts";
import { byteLength, type ElementType } from "../stored-array.ts";

/** Storage classes of torch by the type of their elements. An untyped storage counts bytes. */
export const STORAGE_TYPES: Readonly<Record<string, ElementType>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  ComplexFloatStorage: "C64",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
  UntypedStorage: "U8",
};

/** One block of numbers that tensors look into; a zip archive gives its bytes at once, a legacy file after the pickle. */
export interface Block {
  key: string;
  bytes: Uint8Array | null;
  /** Written by a machine that puts the largest byte first. */
  bigEndian: boolean;
}

/** A block, or a part of it, as elements of one type. */
export class Storage {
  readonly block: Block;
  readonly dtype: ElementType;
  /** In elements. */
  readonly start: number;
  readonly count: number;

  constructor(block: Block, dtype: ElementType, start: number, count: number) {
    this.block = block;
    this.dtype = dtype;
    this.start = start;
    this.count = count;
  }
}

export const isCount = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;

export interface StorageId {
  dtype: ElementType;
  key: string;
  count: number;
  /** Bytes of `count` elements. */
  size: number;
  /** Legacy files only: key, start and count of a part. */
  part: readonly unknown[] | null;
}

/**
 * The persistent id with which torch.save writes a storage: ("storage", class, key, location, count[, part]).
 * @throws AppError `invalid` for any other form.
 */
export function readStorageId(id: unknown): StorageId {
  const [kind, storageClass, key, location, count, part = null] = itemsOf(id) ?? [];
  if (kind === "module")
    refuseDamaged(
      "it holds a whole module rather than its state_dict: save model.state_dict() and import that",
    );
  if (kind !== "storage" || typeof location !== "string" || !isCount(count))
    refuseDamaged("it refers to something outside that is not a storage");
  const dtype = storageTypeOf(storageClass);
  if (typeof key !== "string") refuseDamaged("the key of a storage in it is not text");
  const size = byteLength(dtype, [count]);
  if (!Number.isSafeInteger(size)) refuseDamaged(`storage ${quote(key)} is larger than any file`);
  const items = part === null ? null : itemsOf(part);
  if (items === null && part !== null) refuseDamaged(`the part of storage ${quote(key)} is none`);
  return { dtype, key, count, size, part: items };
}

function storageTypeOf(storageClass: unknown): ElementType {
  const meaning = storageClass instanceof Global ? storageClass.meaning : null;
  if (typeof meaning === "string" && Object.hasOwn(STORAGE_TYPES, meaning)) return STORAGE_TYPES[meaning];
  return refuseDamaged("the class of a storage in it is none");
}
