import { describe, expect, it } from "vitest";
import { readWeights } from "#lib/formats/weights/read-weights.ts";
import { dictPickle, tensor, text } from "#test/support/write-pickle.ts";
import { writeCheckpoint, writeZip, type ZipRecord } from "#test/support/write-zip.ts";

const pickle: ZipRecord = { name: "a/data.pkl", data: dictPickle({ w: tensor() }) };
const numbers: ZipRecord = { name: "a/data/0", data: Uint8Array.of(0, 0, 128, 63) };
const read = (file: Uint8Array) => readWeights(file).arrays.w.bytes;
const ONE = Uint8Array.of(0, 0, 128, 63);

describe("an archive", () => {
  it.each<[string, Buffer]>([
    ["as torch.save has written it since 1.6", writeZip([pickle, numbers], { zip64: true })],
    ["without ZIP64 fields", writeZip([pickle, numbers])],
    ["with its records in another order", writeZip([numbers, pickle])],
    [
      "with packed records",
      writeZip([
        { ...pickle, deflate: true },
        { ...numbers, deflate: true },
      ]),
    ],
    [
      "with its sizes in ZIP64 fields",
      writeZip([
        { ...pickle, wide: true },
        { ...numbers, wide: true },
      ]),
    ],
    ["with a comment", writeZip([pickle, numbers], { comment: "from a workshop" })],
    [
      "that says it is of a machine with the smallest byte first",
      writeZip([pickle, numbers, { name: "a/byteorder", data: Buffer.from("little") }]),
    ],
  ])("is read %s", (_what, file) => {
    expect(Uint8Array.from(read(file))).toEqual(ONE);
  });

  it("of a machine with the largest byte first is turned round", () => {
    const turned = { ...numbers, data: ONE.toReversed() };
    const order = { name: "a/byteorder", data: Buffer.from("big") };
    expect(read(writeZip([pickle, turned, order]))).toEqual(ONE);
    const complex = { ...pickle, data: dictPickle({ w: tensor({ type: "ctorch\nComplexFloatStorage\n" }) }) };
    const parts = { ...numbers, data: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
    expect([...read(writeZip([complex, parts, order]))]).toEqual([3, 2, 1, 0, 7, 6, 5, 4]);
  });
});

describe("an archive that lies is refused", () => {
  const packed = { ...numbers, data: new Uint8Array(4), deflate: true };
  const good = writeZip([pickle, numbers], { zip64: true });
  const changed = (at: number, value: number) => {
    const file = Buffer.from(good);
    file.writeUInt32LE(value, at < 0 ? file.length + at : at);
    return file;
  };
  it.each<[string, Buffer, string]>([
    ["cut off", good.subarray(0, -30), "end is missing"],
    ["with bytes after its end", Buffer.concat([good, Buffer.alloc(3)]), "end is missing"],
    ["of nothing but its first bytes", good.subarray(0, 4), "end is missing"],
    ["with one name twice", writeZip([pickle, numbers, numbers]), "two records of one name"],
    ["with two data.pkl", writeZip([pickle, numbers, { ...pickle, name: "b/data.pkl" }]), "one data.pkl"],
    ["with data.pkl too deep", writeZip([{ ...pickle, name: "x/a/data.pkl" }, numbers]), "one data.pkl"],
    [
      "without the ZIP64 field it speaks of",
      writeZip([{ ...pickle, wide: "missing" }, numbers]),
      "lacks a ZIP64 size",
    ],
    ["without data.pkl", writeZip([numbers]), "one data.pkl"],
    ["of NumPy arrays", writeZip([{ name: "w.npy", data: ONE }]), "NumPy"],
    ["of a Keras model", writeZip([{ name: "model.weights.h5", data: ONE }]), "Keras"],
    [
      "of a TorchScript program",
      writeZip([pickle, numbers, { name: "a/constants.pkl", data: ONE }]),
      "TorchScript",
    ],
    ["encrypted", writeZip([{ ...pickle, claim: { flags: 1 } }, numbers]), "encrypted"],
    ["packed in an unknown way", writeZip([{ ...pickle, claim: { method: 12 } }, numbers]), "not known"],
    [
      "with a size that is not the stored one",
      writeZip([{ ...pickle, claim: { size: 5 } }, numbers]),
      "do not agree",
    ],
    [
      "with a record longer than the file",
      writeZip([pickle, { ...numbers, claim: { packedSize: 1e9, size: 1e9 } }]),
      "runs into",
    ],
    [
      "with a record that runs into the next",
      writeZip([{ ...numbers, claim: { packedSize: 60, size: 60 } }, pickle]),
      "runs into",
    ],
    ["with two records in one place", writeZip([pickle, { ...numbers, claim: { start: 0 } }]), "runs into"],
    [
      "with a record that starts elsewhere",
      writeZip([pickle, { ...numbers, claim: { start: 7 } }]),
      "runs into",
    ],
    [
      "with a record that starts beyond it",
      writeZip([pickle, { ...numbers, claim: { start: 1e9 } }]),
      "runs into",
    ],
    [
      "with another name where the record lies",
      writeZip([pickle, { ...numbers, localName: "a/data/1" }]),
      "another name",
    ],
    ["with more records than it lists", writeZip([pickle, numbers], { count: 3 }), "broken off"],
    ["with fewer records than it lists", writeZip([pickle, numbers], { count: 1 }), "size it claims"],
    [
      "with a directory beyond its end",
      changed(-22 + 16 - 20 - 56 + 48 - 16, 0x7fffffff),
      "more than the file holds",
    ],
    ["with a ZIP64 record elsewhere", changed(-22 - 20 + 8, 5), "not where it should be"],
    [
      "of damaged packed bytes",
      writeZip([{ ...pickle, claim: { method: 8 } }, numbers]),
      "cannot be unpacked",
    ],
    [
      "that unpacks to more than it says",
      writeZip([pickle, { ...packed, data: new Uint8Array(99), claim: { size: 4 } }]),
      "cannot be unpacked",
    ],
    [
      "that unpacks to less than it says",
      writeZip([pickle, { ...packed, claim: { size: 9 } }]),
      "size it claims",
    ],
    [
      "of an unknown byte order",
      writeZip([pickle, numbers, { name: "a/byteorder", data: Buffer.from("middle") }]),
      "byte order",
    ],
  ])("%s", (_what, file, message) => {
    expect(() => read(file)).toThrow(message);
  });

  it("that is a bomb, before it is unpacked", () => {
    const zeros = { name: "a/data.pkl", data: new Uint8Array(80_000_000), deflate: true };
    const file = writeZip([zeros]);
    expect(file.length).toBeLessThan(100_000);
    expect(() => read(file)).toThrow("out of proportion");
  });

  it("that has more records than any model", () => {
    const many = Array.from({ length: 100_001 }, (_, i) => ({ name: `a/${i}`, data: new Uint8Array() }));
    expect(() => read(writeZip(many, { zip64: true }))).toThrow("more than 100000 records");
  });

  it("that has a pickle longer than any model's", () => {
    const long = dictPickle({ note: text("x".repeat(64_000_000)) });
    expect(() => read(writeZip([{ ...pickle, data: long }, numbers]))).toThrow("longer than 64 MB");
  });
});

it("takes a checkpoint from the middle of a larger buffer", () => {
  const file = writeCheckpoint(pickle.data, { 0: ONE });
  const shifted = Buffer.concat([Buffer.alloc(5), file, Buffer.alloc(5)]).subarray(5, 5 + file.length);
  expect(Uint8Array.from(read(shifted))).toEqual(ONE);
});
