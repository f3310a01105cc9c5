import { ByteReader } from "../pickle/byte-reader.ts";
import { quote, refuseDamaged } from "../pickle/refusal.ts";
import { unpickle } from "../pickle/unpickle.ts";
import { itemsOf } from "../pickle/values.ts";
import { byteLength, type ElementType } from "../stored-array.ts";
import { type Block, isCount, readStorageId, Storage, type StorageId } from "./storage.ts";
import { findTorchGlobal } from "./torch-globals.ts";

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
/** The pickles come first: numbers beyond this are not searched for them. */
const LARGEST_PICKLES = 64e6;

/** Blocks that the pickle speaks of, by key, with the elements each must have. */
type Expected = Map<string, { block: Block; dtype: ElementType; count: number }>;

/**
 * Reads the file that torch.save wrote before 1.6: the pickles of a magic number, a protocol version, facts on the machine,
 * the object and the keys of its storages; then, storage by storage, a count of eight bytes and the numbers, smallest byte
 * first on every machine. @returns the object, with tensors as windows on their storages.
 * @throws AppError
 */
export function readLegacyCheckpoint(file: Uint8Array): unknown {
  const expected: Expected = new Map();
  const host = {
    findGlobal: findTorchGlobal,
    load: (id: unknown) => expectStorage(expected, readStorageId(id)),
  };
  let at = 0;
  const next = (): unknown => {
    const { value, end } = unpickle(file.subarray(0, LARGEST_PICKLES), host, at);
    at = end;
    return value;
  };
  if (next() !== MAGIC)
    refuseDamaged("it is a plain pickle: save model.state_dict() with torch.save and import that");
  if (next() !== PROTOCOL) refuseDamaged("its legacy protocol is not known");
  next();
  const value = next();
  const keys = itemsOf(next()) ?? refuseDamaged("it has no list of its storages");
  readBlocks(new ByteReader(file, at), keys, expected);
  return value;
}

/** A window on a block whose bytes are still to come. */
function expectStorage(expected: Expected, { key, dtype, count, part }: StorageId): Storage {
  const known = expected.get(key);
  if (known && (known.dtype !== dtype || known.count !== count))
    refuseDamaged(`storage ${quote(key)} is declared in two ways`);
  const { block } = known ?? { block: { key, bytes: null, bigEndian: false } };
  expected.set(key, { block, dtype, count });
  if (!part) return new Storage(block, dtype, 0, count);
  const [, start, length] = part;
  if (!isCount(start) || !isCount(length) || start + length > count)
    refuseDamaged(`a part of storage ${quote(key)} reaches beyond it`);
  return new Storage(block, dtype, start, length);
}

function readBlocks(input: ByteReader, keys: readonly unknown[], expected: Expected): void {
  for (const key of keys) {
    const entry = typeof key === "string" ? expected.get(key) : undefined;
    if (!entry || entry.block.bytes) refuseDamaged("its list of storages is not that of its tensors");
    const count = input.i64();
    if (count !== BigInt(entry.count))
      refuseDamaged(
        `storage ${quote(entry.block.key)} has ${count} elements where ${entry.count} are declared`,
      );
    entry.block.bytes = input.take(byteLength(entry.dtype, [entry.count]));
  }
  for (const { block } of expected.values())
    if (!block.bytes) refuseDamaged(`storage ${quote(block.key)} is missing`);
}
