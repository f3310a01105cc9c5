import { formatCount } from "#components/figures/format-number.ts";
import type { TimeBasis } from "#lib/explain/cost/map-time.ts";
import { type Passes, wholePasses } from "#lib/explain/cost/passes.ts";
import { inMinutes } from "../../models/_training/in-minutes.ts";

/** "4,481 passes", "50 forward and 50 backward passes"; what a head alone takes is said beside it. */
export function passesInWords(passes: Passes): string {
  const { forwards, backwards, heads } = passes;
  if (wholePasses(passes) + heads === 0) return "no passes";
  const whole =
    backwards > 0
      ? `${formatCount(forwards)} forward and ${formatCount(backwards)} backward passes`
      : `${formatCount(forwards)} ${forwards === 1 ? "pass" : "passes"}`;
  return heads > 0 ? `${whole}, ${formatCount(heads)} of the head` : whole;
}

/** A time of work; what rounds to nothing is said to be little, not nothing. */
export function timeInWords(ms: number): string {
  return ms < 1000 ? "under a second" : `about ${inMinutes(ms / 1000)}`;
}

/** What the time rests on. */
export function basisInWords(basis: TimeBasis | null): string {
  if (!basis) return "not measured yet";
  if (basis.kind === "maps") return `measured on ${mapsInWords(basis.maps)}`;
  if (basis.kind === "other-options") return `from ${mapsInWords(basis.maps)} with other settings`;
  const back = basis.backwardMs === null ? "" : ` and ${milliseconds(basis.backwardMs)} a backward pass`;
  return `from ${milliseconds(basis.forwardMs)} a forward${back || " pass"}`;
}

const mapsInWords = (maps: number) => `${formatCount(maps)} ${maps === 1 ? "map" : "maps"}`;

const milliseconds = (ms: number) => `${ms >= 100 ? Math.round(ms) : ms.toPrecision(2)} ms`;

const MEGABYTE = 1024 * 1024;

export function bytesInWords(bytes: number): string {
  const megabytes = bytes / MEGABYTE;
  if (megabytes < 1) return "less than 1 MB";
  return megabytes < 1024
    ? `at most ${Math.ceil(megabytes)} MB`
    : `at most ${(megabytes / 1024).toFixed(1)} GB`;
}
