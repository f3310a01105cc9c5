import { quote, refuseDamaged, refuseTooLarge } from "../pickle/refusal.ts";
import { unpickle } from "../pickle/unpickle.ts";
import { type Block, readStorageId, Storage } from "./storage.ts";
import { findTorchGlobal } from "./torch-globals.ts";
import { ZipRecords } from "./zip-records.ts";

const LARGEST_PICKLE = 64e6;
const DATA = "/data.pkl";

/**
 * Reads the archive that torch.save has written since 1.6: a folder with data.pkl, byteorder and one record data/<key> a
 * storage. @returns what data.pkl holds, with tensors as windows on their storages.
 * @throws AppError
 */
export function readZipCheckpoint(file: Uint8Array, allowance: number): unknown {
  const records = new ZipRecords(file, allowance);
  const root = findRoot(records);
  const bigEndian = isBigEndian(records, root);
  const blocks = new Map<string, Block>();

  const load = (id: unknown): Storage => {
    const { dtype, key, count, size, part } = readStorageId(id);
    if (part) refuseDamaged(`storage ${quote(key)} is a part of another, which an archive does not have`);
    const block = blocks.get(key) ?? { key, bytes: records.read(`${root}/data/${key}`), bigEndian };
    blocks.set(key, block);
    if (block.bytes?.length !== size)
      refuseDamaged(`storage ${quote(key)} has ${block.bytes?.length} bytes where ${size} are declared`);
    return new Storage(block, dtype, 0, count);
  };

  const pickle = records.read(root + DATA);
  if (pickle.length > LARGEST_PICKLE) refuseTooLarge(`its pickle is longer than ${LARGEST_PICKLE / 1e6} MB`);
  return unpickle(pickle, { findGlobal: findTorchGlobal, load }).value;
}

function findRoot(records: ZipRecords): string {
  const roots = records.names
    .filter((name) => name.endsWith(DATA))
    .map((name) => name.slice(0, -DATA.length));
  const [root] = roots;
  if (root === undefined || roots.length > 1 || root.includes("/"))
    refuseDamaged(`${whatElse(records.names)}: save model.state_dict() with torch.save and import that`);
  if (records.has(`${root}/constants.pkl`))
    refuseDamaged("it is a TorchScript program: save its state_dict() with torch.save and import that");
  return root;
}

function whatElse(names: string[]): string {
  if (names.some((name) => name.endsWith(".npy"))) return "it is an archive of NumPy arrays";
  if (names.some((name) => name.endsWith(".weights.h5"))) return "it is a Keras model";
  return "it is a ZIP archive without the one data.pkl that torch.save writes";
}

function isBigEndian(records: ZipRecords, root: string): boolean {
  const name = `${root}/byteorder`;
  if (!records.has(name)) return false;
  const order = new TextDecoder().decode(records.read(name).subarray(0, 10)).trim();
  if (order !== "little" && order !== "big") refuseDamaged("its byte order is neither little nor big");
  return order === "big";
}
