import { channelsLast, type GoldenTensor, part, readGolden } from "./golden-tensors.ts";

/** One of the small networks of the golden metric cases, in plain float64 loops. */
export interface GoldenNetwork {
  height: number;
  width: number;
  channels: number;
  /** [h, w, c] */
  image: Float32Array;
  /** A stored map, e.g. `map.gxi`. */
  map(name: string): Float32Array;
  /** Logits of an image [h, w, c]. */
  logits(image: Float32Array): Float64Array;
  /** Of one logit by the image [h, w, c]. */
  gradient(image: Float32Array, target: number): Float64Array;
}

/** `lin1` and `lin3` are W x + b; `conv3` is conv3x3, relu, 2 x 2 mean, conv3x3, relu, mean, linear. */
export function goldenNetwork(name: string): GoldenNetwork {
  const arrays = readGolden(`metrics/model_${name}.safetensors`);
  const [channels, height, width] = arrays.x.shape;
  const cells = height * width;
  const toLast = (planes: Float64Array) =>
    planes.map((_, i) => planes[(i % channels) * cells + Math.floor(i / channels)]);
  return {
    height,
    width,
    channels,
    image: channelsLast(arrays.x),
    map: (map) => Float32Array.from(arrays[map].data),
    logits(image) {
      const planes = channelsFirst(image, channels, height * width);
      if (arrays["param.W"]) return linear(planes, arrays["param.W"], arrays["param.b"]);
      const first = convolve(planes, height, width, arrays["param.conv1.weight"], arrays["param.conv1.bias"]);
      const pooled = meanOfFour(first, height, width);
      const [h, w] = [height / 2, width / 2];
      const second = convolve(pooled, h, w, arrays["param.conv2.weight"], arrays["param.conv2.bias"]);
      const features = arrays["param.conv2.bias"].data.map((_, k) => {
        return second.subarray(k * h * w, (k + 1) * h * w).reduce((sum, value) => sum + value) / (h * w);
      });
      return linear(features, arrays["param.fc.weight"], arrays["param.fc.bias"]);
    },
    gradient(image, target) {
      const row = (weight: GoldenTensor) => part(weight, target).data;
      if (arrays["param.W"]) return toLast(row(arrays["param.W"]));
      const planes = channelsFirst(image, channels, cells);
      const [one, two] = [arrays["param.conv1.weight"], arrays["param.conv2.weight"]];
      const first = convolve(planes, height, width, one, arrays["param.conv1.bias"]);
      const [h, w] = [height / 2, width / 2];
      const second = convolve(meanOfFour(first, height, width), h, w, two, arrays["param.conv2.bias"]);
      const fc = row(arrays["param.fc.weight"]);
      const bySecond = second.map((value, i) => (value > 0 ? fc[Math.floor(i / (h * w))] / (h * w) : 0));
      const byPooled = convolveBack(bySecond, h, w, two);
      const byFirst = first.map((value, i) => {
        const plane = Math.floor(i / cells) * h * w;
        const pooled = plane + Math.floor((i % cells) / width / 2) * w + Math.floor((i % width) / 2);
        return value > 0 ? byPooled[pooled] / 4 : 0;
      });
      return toLast(convolveBack(byFirst, height, width, one));
    },
  };
}

function channelsFirst(image: Float32Array, channels: number, cells: number): Float64Array {
  return Float64Array.from(image, (_, i) => image[(i % cells) * channels + Math.floor(i / cells)]);
}

function linear(x: Float64Array, weight: GoldenTensor, bias: GoldenTensor): Float64Array {
  return bias.data.map((b, o) => x.reduce((sum, value, i) => sum + value * weight.data[o * x.length + i], b));
}

/** 3 x 3 with padding 1, then relu. */
function convolve(x: Float64Array, height: number, width: number, weight: GoldenTensor, bias: GoldenTensor) {
  const [outputs, inputs] = weight.shape;
  const out = new Float64Array(outputs * height * width);
  for (let o = 0; o < outputs; o++)
    for (let y = 0; y < height; y++)
      for (let z = 0; z < width; z++) {
        let sum = bias.data[o];
        for (let i = 0; i < inputs; i++)
          for (let tap = 0; tap < 9; tap++) {
            const row = y + Math.floor(tap / 3) - 1;
            const column = z + (tap % 3) - 1;
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            sum += weight.data[(o * inputs + i) * 9 + tap] * x[(i * height + row) * width + column];
          }
        out[(o * height + y) * width + z] = Math.max(0, sum);
      }
  return out;
}

/** The transpose of the convolution: what each output's gradient says of the inputs it saw. */
function convolveBack(dy: Float64Array, height: number, width: number, weight: GoldenTensor): Float64Array {
  const [outputs, inputs] = weight.shape;
  const dx = new Float64Array(inputs * height * width);
  for (let o = 0; o < outputs; o++)
    for (let y = 0; y < height; y++)
      for (let z = 0; z < width; z++)
        for (let i = 0; i < inputs; i++)
          for (let tap = 0; tap < 9; tap++) {
            const row = y + Math.floor(tap / 3) - 1;
            const column = z + (tap % 3) - 1;
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            dx[(i * height + row) * width + column] +=
              weight.data[(o * inputs + i) * 9 + tap] * dy[(o * height + y) * width + z];
          }
  return dx;
}

function meanOfFour(x: Float64Array, height: number, width: number): Float64Array {
  const [h, w] = [height / 2, width / 2];
  return Float64Array.from({ length: x.length / 4 }, (_, i) => {
    const plane = Math.floor(i / (h * w)) * height * width;
    const corner = plane + 2 * Math.floor((i % (h * w)) / w) * width + 2 * (i % w);
    return (x[corner] + x[corner + 1] + x[corner + width] + x[corner + width + 1]) / 4;
  });
}
