/** Ways to integrate from 0 to 1 with a few points. */
export const PATH_RULES = [
  "gausslegendre",
  "riemann_middle",
  "riemann_trapezoid",
  "riemann_left",
  "riemann_right",
] as const;
export type PathRule = (typeof PATH_RULES)[number];

export interface PathPoints {
  /** Where, in [0, 1]. */
  alphas: Float64Array;
  /** How much each counts. */
  sizes: Float64Array;
}

/**
 * Points and weights of a rule, those of Captum 0.9. The weights of `riemann_trapezoid` sum to 1 - 1/n there, so its
 * integral comes out short by that share; `gausslegendre` (the default everywhere) is exact for polynomials up to degree 2n - 1.
 */
export function pathPoints(rule: PathRule, steps: number): PathPoints {
  if (rule === "gausslegendre") return gaussLegendre(steps);
  const sizes = new Float64Array(steps).fill(1 / steps);
  const at = (place: (i: number) => number) => Float64Array.from({ length: steps }, (_, i) => place(i));
  if (rule === "riemann_middle") return { alphas: at((i) => (i + 0.5) / steps), sizes };
  if (rule === "riemann_left") return { alphas: at((i) => i / steps), sizes };
  if (rule === "riemann_right") return { alphas: at((i) => (i + 1) / steps), sizes };
  sizes[0] /= 2;
  sizes[steps - 1] /= 2;
  return { alphas: at((i) => (steps === 1 ? 0 : i / (steps - 1))), sizes };
}

/** Newton's iteration on the Legendre polynomial P_n from the usual first guess cos(pi (i + 3/4) / (n + 1/2)). */
function gaussLegendre(n: number): PathPoints {
  const alphas = new Float64Array(n);
  const sizes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let [p, before] = [1, 0];
      for (let k = 1; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p];
      slope = (n * (x * p - before)) / (x * x - 1);
      const move = p / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    alphas[n - 1 - i] = (1 + x) / 2;
    sizes[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { alphas, sizes };
}
