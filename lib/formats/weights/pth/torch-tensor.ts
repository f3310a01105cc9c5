import { refuseDamaged } from "../pickle/refusal.ts";
import { byteLength, describeArray, type ElementType, elementCount } from "../stored-array.ts";
import { isCount, type Storage } from "./storage.ts";

/** What torch itself allows. */
const MOST_DIMENSIONS = 64;

/** A tensor of a checkpoint: a strided window on a storage. Element [i, j, …] lies at offset + i·strides[0] + j·strides[1] + … */
export class TorchTensor {
  readonly storage: Storage;
  readonly dtype: ElementType;
  readonly offset: number;
  readonly shape: number[];
  readonly strides: number[];

  /** @throws AppError `invalid` unless every element lies within the storage. */
  constructor(
    storage: Storage,
    dtype: ElementType,
    offset: unknown,
    shape: readonly unknown[],
    strides: readonly unknown[],
  ) {
    if (shape.length !== strides.length || shape.length > MOST_DIMENSIONS)
      refuseDamaged("the shape and the strides of a tensor in it do not agree");
    if (!isCount(offset) || !shape.every(isCount) || !strides.every(isCount))
      refuseDamaged("the shape, strides or offset of a tensor in it are not counts");
    this.storage = storage;
    this.dtype = dtype;
    this.offset = offset;
    this.shape = [...shape];
    this.strides = [...strides];
    const held = Math.floor(byteLength(storage.dtype, [storage.count]) / byteLength(dtype, [1]));
    if (this.size > 0 && this.lastElement >= held)
      refuseDamaged(`a tensor ${describeArray(this)} in it reaches beyond its storage of ${held} elements`);
  }

  get size(): number {
    return elementCount(this.shape);
  }

  private get lastElement(): number {
    return this.shape.reduce((last, n, axis) => last + (n - 1) * this.strides[axis], this.offset);
  }

  get isContiguous(): boolean {
    let step = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.strides[axis] !== step) return false;
      step *= this.shape[axis];
    }
    return true;
  }
}
