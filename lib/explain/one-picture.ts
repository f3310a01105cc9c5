import type { Forward, ImageBatch, ModelView } from "#lib/tensor/model-view.ts";

/** The picture `count` times over. */
export function repeatPicture(picture: ImageBatch, count: number): ImageBatch {
  const data = new Float32Array(picture.data.length * count);
  for (let i = 0; i < count; i++) data.set(picture.data, i * picture.data.length);
  return { ...picture, data, count };
}

function repeatRows(row: Float32Array, count: number): Float32Array {
  if (count === 1) return row;
  const rows = new Float32Array(row.length * count);
  for (let i = 0; i < count; i++) rows.set(row, i * row.length);
  return rows;
}

/**
 * A model that is only ever asked about one picture, for maps of many classes: batches are copies of the picture
 * (`repeatPicture`), and its forward pass is computed once, whatever asks for it. It shares everything with `view`.
 */
export function viewOfPicture(view: ModelView, picture: ImageBatch): ModelView {
  let pass: Promise<Forward> | null = null;
  const once = () => {
    pass ??= view.forward(picture);
    return pass;
  };
  const optional = (row: Float32Array | null, count: number) => row && repeatRows(row, count);
  return {
    ...view,
    predict: async ({ count }) => repeatRows((await once()).logits, count),
    async forward({ count }) {
      const { logits, features, attention, attribution } = await once();
      return {
        logits: repeatRows(logits, count),
        features: repeatRows(features, count),
        attention: optional(attention, count),
        attribution: optional(attribution, count),
      };
    },
  };
}
