export interface LinearScale {
  (value: number): number;
  readonly ticks: readonly number[];
}

/** Digits a tick keeps: few enough that 3 * 0.1 reads 0.3. */
const DIGITS = 15;
/** A span smaller than this share of its ends leaves too few of those digits to tell its ticks apart. */
const SMALLEST_RELATIVE_SPAN = 1e-5;
/** Below this the step of a tick runs into the subnormal numbers and becomes 0. */
const SMALLEST_SPAN = 1e-300;

/** Whether an axis from `low` to `high` could not name two different numbers. */
function isOneValue(low: number, high: number): boolean {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return high - low < Math.max(SMALLEST_SPAN, largest * SMALLEST_RELATIVE_SPAN);
}

/** Steps of 1, 2 or 5 times a power of ten, about `count` of them. */
function niceStep(span: number, count: number): number {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const unit = rough / power;
  return power * (unit < 1.5 ? 1 : unit < 3.5 ? 2 : unit < 7.5 ? 5 : 10);
}

function niceTicks(low: number, high: number, count: number): number[] {
  if (isOneValue(low, high)) return [low];
  const step = niceStep(high - low, count);
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(DIGITS)));
  }
  return ticks;
}

/**
 * Maps [low, high] onto [from, to] pixels; values outside are clamped to the ends.
 * `ticks` are the round numbers inside the domain, or its one value when it holds only one.
 */
export function linearScale(domain: [number, number], range: [number, number], tickCount = 5): LinearScale {
  const [low, high] = domain;
  const [from, to] = range;
  const span = high - low || 1;
  const scale = (value: number) => from + ((Math.min(high, Math.max(low, value)) - low) / span) * (to - from);
  return Object.assign(scale, { ticks: niceTicks(low, high, tickCount) });
}

/** The smallest domain with round ends that holds all values; room around the value when there is only one. */
export function niceDomain(values: readonly number[], tickCount = 5): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  if (isOneValue(low, high)) {
    const room = Math.max(0.5, Math.abs(low) * 1e-3);
    return [low - room, high + room];
  }
  const step = niceStep(high - low, tickCount);
  return [
    Number((Math.floor(low / step + 1e-9) * step).toPrecision(DIGITS)),
    Number((Math.ceil(high / step - 1e-9) * step).toPrecision(DIGITS)),
  ];
}
