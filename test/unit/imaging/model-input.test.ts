import { describe, expect, it } from "vitest";
import { toModelInput } from "#lib/imaging/model-input.ts";

const format = { size: 4, mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] };

describe("model input", () => {
  it("puts each picture in its place, channels last, normalised", () => {
    const grey = (value: number, width: number, height: number) => ({
      data: new Uint8Array(width * height * 3).fill(value),
      width,
      height,
    });
    const batch = toModelInput([grey(0, 9, 5), grey(255, 4, 4)], format);
    expect(batch).toMatchObject({ count: 2, height: 4, width: 4 });
    expect(batch.data.slice(0, 48).every((value) => value === -2)).toBe(true);
    expect(batch.data.slice(48).every((value) => value === 2)).toBe(true);
  });

  it("does not round to bytes between resize and normalisation", () => {
    const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 100 : 101));
    const { data: values } = toModelInput([{ data, width: 8, height: 8 }], format);
    const middle = (values[(1 * 4 + 1) * 3] * 0.25 + 0.5) * 255;
    expect(middle).toBeCloseTo(100.5, 2);
  });
});
