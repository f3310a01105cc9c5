import { cholesky } from "../mixed-models/cholesky.ts";

/** A log-likelihood at one point: its value, gradient [p] and information, the negative Hessian [p, p] row-major. */
export interface Likelihood {
  value: number;
  gradient: Float64Array;
  information: Float64Array;
}

export interface Maximum {
  parameters: Float64Array;
  /** [p, p] row-major: inverse of the information where the abilities sum to 0. */
  covariance: Float64Array;
  logLikelihood: number;
}

/** Newton's method on a concave function takes fewer than ten; one that still moves has its maximum at infinity. */
const MOST_STEPS = 200;
/** In standard errors: the step that is left, whatever the scale. */
const SMALL_STEP = 1e-9;
/** In log-abilities: where they run off, steps are about 1 however little the likelihood gains. */
const STANDING = 1e-6;
/** exp of it against 1 is beyond what any number of answers can tell. */
const FURTHEST = 100;

/**
 * Maximises a concave log-likelihood that does not change when all abilities grow by the same, under "abilities sum to 0", by
 * Newton's method with step halving. With v the unit vector of that direction, the information I has I v = 0, so that under the
 * constraint its inverse is (I + v v')^-1 - v v'.
 *
 * @param abilities the first parameters, which sum to 0; the others are free @param size all parameters
 * @returns null where it has no maximum: the parameters run off
 */
export function maximiseLikelihood(
  likelihood: (parameters: Float64Array) => Likelihood,
  abilities: number,
  size: number,
): Maximum | null {
  let parameters = new Float64Array(size);
  let at = likelihood(parameters);
  for (let round = 0; round < MOST_STEPS; round++) {
    const covariance = constrainedInverse(at.information, abilities, size);
    if (!covariance) return null;
    const direction = times(covariance, at.gradient);
    const length = Math.max(...direction.map(Math.abs));
    const gain = direction.reduce((sum, step, i) => sum + step * at.gradient[i], 0);
    if (length < STANDING && gain < SMALL_STEP ** 2)
      return { parameters, covariance, logLikelihood: at.value };
    for (let scale = 1; ; scale /= 2) {
      const next = parameters.map((value, i) => value + scale * direction[i]);
      const there = likelihood(next);
      // Rounding may make the last steps look like a loss.
      if (there.value >= at.value - 1e-12 * Math.abs(at.value) || scale < 1e-8) {
        [parameters, at] = [next, there];
        break;
      }
    }
    if (parameters.some((value) => !(Math.abs(value) < FURTHEST))) return null;
  }
  return null;
}

function constrainedInverse(information: Float64Array, abilities: number, size: number): Float64Array | null {
  const along = 1 / abilities;
  const shifted = (sign: number, matrix: Float64Array) =>
    matrix.map((value, i) => (i % size < abilities && i < abilities * size ? value + sign * along : value));
  const inverse = cholesky(shifted(1, information), size)?.inverse();
  return inverse ? shifted(-1, inverse) : null;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => vector.reduce((sum, value, j) => sum + matrix[i * size + j] * value, 0));
}
