/** Value and gradient of a function at a point. A value that is not finite means: outside of where it is defined. */
export interface Evaluation {
  value: number;
  gradient: Float64Array;
}

export interface Minimum extends Evaluation {
  x: Float64Array;
  /** Whether the gradient has come down to the tolerance. */
  converged: boolean;
  iterations: number;
}

export interface MinimiseOptions {
  /** Of the largest component of the gradient. */
  tolerance?: number;
  iterations?: number;
}

/** Weak Wolfe conditions: enough decrease, and a slope that has flattened (Nocedal and Wright 2006, section 3.1). */
const DECREASE = 1e-4;
const FLATTENING = 0.9;
const LINE_STEPS = 60;
/** Rounding of a sum over many ratings, as a share of it: near the minimum gradients tell points apart whose values no longer do. */
const ROUNDING = 1e-12;

/**
 * Minimum of a smooth function of a few unknowns by BFGS (Nocedal and Wright 2006, algorithm 6.1), the line search by
 * bisection and doubling (Lewis and Overton 2013), which needs no more of the function than that it be
 * defined at the start: a step to where it is not is halved like one that does not decrease it.
 *
 * @param f value and gradient @param start where f is finite
 */
export function minimise(
  f: (x: Float64Array) => Evaluation,
  start: ArrayLike<number>,
  { tolerance = 1e-6, iterations = 200 }: MinimiseOptions = {},
): Minimum {
  const n = start.length;
  let x: Float64Array = Float64Array.from(start);
  let at = f(x);
  let inverse: Float64Array | null = null;
  let iteration = 0;
  for (; iteration < iterations && largest(at.gradient) > tolerance; iteration++) {
    const direction = inverse ? times(inverse, at.gradient, -1) : steepest(at.gradient);
    const step = search(f, x, at, direction);
    if (!step) {
      if (!inverse) break;
      inverse = null;
      continue;
    }
    const moved = step.x.map((value, i) => value - x[i]);
    const change = step.at.gradient.map((value, i) => value - at.gradient[i]);
    inverse = update(inverse ?? scaledIdentity(n, moved, change), moved, change);
    x = step.x;
    at = step.at;
  }
  const converged = Number.isFinite(at.value) && largest(at.gradient) <= tolerance;
  return { x, ...at, converged, iterations: iteration };
}

/** A step along the direction that keeps the weak Wolfe conditions, or null where none is found. */
function search(
  f: (x: Float64Array) => Evaluation,
  x: Float64Array,
  from: Evaluation,
  direction: Float64Array,
): { x: Float64Array; at: Evaluation } | null {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  const slack = ROUNDING * Math.abs(from.value);
  let [low, high, length] = [0, Number.POSITIVE_INFINITY, 1];
  for (let step = 0; step < LINE_STEPS; step++) {
    const next = x.map((value, i) => value + length * direction[i]);
    const at = f(next);
    // NaN fails the comparison as a rise does.
    if (!(at.value <= from.value + DECREASE * length * slope + slack)) high = length;
    else if (dot(at.gradient, direction) < FLATTENING * slope) low = length;
    else return { x: next, at };
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return null;
}

/** Downhill, at most one unit far: nothing is known of the scale yet. */
function steepest(gradient: Float64Array): Float64Array {
  const size = Math.max(1, Math.sqrt(dot(gradient, gradient)));
  return gradient.map((value) => -value / size);
}

/** Curvature of the first step for the whole matrix (Nocedal and Wright 2006, equation 6.20). */
function scaledIdentity(n: number, moved: Float64Array, change: Float64Array): Float64Array {
  const scale = dot(moved, change) / dot(change, change);
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? scale : 0));
}

/** Inverse Hessian after a step (Nocedal and Wright 2006, equation 6.17). */
function update(inverse: Float64Array, moved: Float64Array, change: Float64Array): Float64Array {
  const n = moved.length;
  const curvature = dot(moved, change);
  const product = times(inverse, change, 1);
  const weight = (1 + dot(change, product) / curvature) / curvature;
  return inverse.map((value, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    const cross = product[i] * moved[j] + moved[i] * product[j];
    return value + weight * moved[i] * moved[j] - cross / curvature;
  });
}

function times(matrix: Float64Array, vector: Float64Array, scale: number): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => scale * dot(matrix.subarray(i * n, (i + 1) * n), vector));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
