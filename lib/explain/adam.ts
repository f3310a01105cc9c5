/** Adam (Kingma and Ba 2015) on plain arrays, with the usual decay rates .9 and .999 and epsilon 1e-8. */
export function createAdam(size: number, learningRate: number) {
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  let steps = 0;
  return {
    /** Moves `point` in place, against the gradient. */
    step(point: Float32Array, gradient: Float32Array): void {
      steps++;
      const firstScale = 1 - 0.9 ** steps;
      const secondScale = 1 - 0.999 ** steps;
      for (let i = 0; i < size; i++) {
        first[i] = 0.9 * first[i] + 0.1 * gradient[i];
        second[i] = 0.999 * second[i] + 0.001 * gradient[i] * gradient[i];
        point[i] -= (learningRate * (first[i] / firstScale)) / (Math.sqrt(second[i] / secondScale) + 1e-8);
      }
    },
  };
}
