import * as tf from "@tensorflow/tfjs-core";
import { gruCell } from "./gru-cell.ts";
import { multilayer } from "./linear.ts";
import type { SlotHeadConfig } from "./model-config.ts";
import type { Weights } from "./weights.ts";

/** One pass. m = slots (classes x slots per class), p = cells. */
export interface AttentionPass {
  /** D [b, m, p]: what the sigmoid is taken of. */
  products: tf.Tensor;
  /** A [b, m, p] in (0, 1). */
  attention: tf.Tensor;
  /** U [b, m, d]: attended sum of the values. */
  updates: tf.Tensor;
  /** Slots [b, m, d] that this pass started from. */
  slots: tf.Tensor;
}

/** Row sums this small are taken as this: 0/0 would turn the whole image into NaN. The sign is kept. */
export const SMALLEST_ROW_SUM = 1e-12;

/**
 * Row normalisation of the published code, absent from the paper's equation: D_ij / s_i * S, with s_i the row sum and
 * S the sum over all rows of one image. `official` takes signed sums (a row near zero blows up or changes sign), `abs`
 * absolute ones. A row sum of exactly zero is replaced by 1e-12.
 */
function normaliseRows(products: tf.Tensor, mode: SlotHeadConfig["mode"]): tf.Tensor {
  if (mode === "paper") return products;
  const size = mode === "abs" ? tf.abs(products) : products;
  const row = tf.sum(size, 2, true);
  const total = tf.sum(row, 1, true);
  const tiny = tf.less(tf.abs(row), SMALLEST_ROW_SUM);
  return tf.mul(tf.div(products, tf.where(tiny, tf.fill(row.shape, SMALLEST_ROW_SUM), row)), total);
}

/**
 * xSlot attention: T passes over the same keys and values, slots updated by a GRU between them.
 *   Q = to_q(W) (or W itself with 0 query layers),  D = Q K^T * scale, normalised by mode
 *   A = sigmoid(D): no softmax, slots do not compete
 *   U = A X / divisor,  W <- GRU(U, W)
 * The slots start the same for every image. The update after the last pass would reach nothing and is not computed.
 * keys K and values X [b, p, d] -> T passes. Li et al. 2021 (SCOUTER), section 3.
 */
export function slotAttention(
  keys: tf.Tensor,
  values: tf.Tensor,
  weights: Weights,
  config: SlotHeadConfig,
): AttentionPass[] {
  const [batch, , d] = values.shape;
  const initial = weights["slot.initial_slots"];
  const m = initial.shape[1] as number;
  const scale = config.scale === "rsqrt_d" ? 1 / Math.sqrt(d) : 1;
  const divisor = config.divisor === "d" ? d : 1;

  let slots = tf.tile(initial, [batch, 1, 1]);
  const passes: AttentionPass[] = [];
  for (let t = 0; t < config.iterations; t++) {
    if (t > 0) {
      const last = passes[t - 1];
      const flat = (x: tf.Tensor) => tf.reshape(x, [batch * m, d]);
      slots = tf.reshape(gruCell(flat(last.updates), flat(last.slots), weights), [batch, m, d]);
    }
    const queries =
      config.queryLayers > 0 ? multilayer(slots, weights, "slot.to_q", config.queryLayers) : slots;
    const raw = tf.mul(tf.matMul(queries, keys, false, true), scale);
    const products = normaliseRows(raw, config.mode);
    const attention = tf.sigmoid(products);
    const updates = tf.div(tf.matMul(attention, values), divisor);
    passes.push({ products, attention, updates, slots });
  }
  return passes;
}
