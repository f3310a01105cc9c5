import { sha256 } from "@noble/hashes/sha2.js";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/**
 * Seeded source of randomness. Everything random in the product takes one of these and records its seed;
 * the same seed gives the same numbers on every machine.
 */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal, mean 0 and variance 1 (Box-Muller). */
  normal(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
  /** A new array with the items in uniformly random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** An independent source for a named purpose: adding one never changes what another draws. */
  fork(label: string | number): Random;
}

/** The first 128 bits of the name's SHA-256: names that differ in one letter begin streams that have nothing in common. */
function stateOf(name: string): number[] {
  const digest = sha256(new TextEncoder().encode(name));
  const view = new DataView(digest.buffer, digest.byteOffset);
  return [0, 4, 8, 12].map((offset) => view.getInt32(offset));
}

/** @param seed any text or number; numbers and their decimal text are the same seed. */
export function createRandom(seed: number | string): Random {
  const name = String(seed);
  const generator = xoroshiro128plusFromState(stateOf(name));
  let spare: number | null = null;

  const uniform = () => (generator.next() >>> 0) / 0x1_0000_0000;
  const integer = (n: number) => Math.floor(uniform() * n);
  return {
    uniform,
    integer,
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    shuffle(items) {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [out[i], out[j]] = [out[j], out[i]];
      }
      return out;
    },
    fork: (label) => createRandom(`${name}/${label}`),
  };
}
