export interface LinearScale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them. */
function niceStep(span: number, count: number): number {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = rough / power;
  return power * (unit < 1.5 ? 1 : unit < 3.5 ? 2 : unit < 7.5 ? 5 : 10);
}

/**
 * Maps [low, high] onto [from, to] pixels; values outside are clamped to the ends.
 * `ticks` are the round numbers inside the domain.
 */
export function linearScale(domain: [number, number], range: [number, number], tickCount = 5): LinearScale {
  const [low, high] = domain;
  const [from, to] = range;
  const span = high - low || 1;
  const step = niceStep(span, tickCount);
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  const scale = (value: number) => from + ((Math.min(high, Math.max(low, value)) - low) / span) * (to - from);
  return Object.assign(scale, { ticks });
}

/** The smallest domain with round ends that holds all values. */
export function niceDomain(values: readonly number[], tickCount = 5): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  if (low === high) return [low - 0.5, high + 0.5];
  const step = niceStep(high - low, tickCount);
  return [
    Number((Math.floor(low / step + 1e-9) * step).toPrecision(12)),
    Number((Math.ceil(high / step - 1e-9) * step).toPrecision(12)),
  ];
}
