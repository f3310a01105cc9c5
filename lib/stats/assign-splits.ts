import type { Random } from "#lib/tensor/random.ts";

/** Something that gets a split, as an image. */
export interface Unit {
  id: string;
  /** What the shares are kept within, as a class. */
  stratum: string;
  /** Units of one group are never parted. */
  group: string;
  /** Stays what it is; its group comes to it. */
  kept?: string;
}

export interface Share {
  split: string;
  /** Above 0; shares are taken relative to their sum. */
  share: number;
}

export interface SplitPlan {
  /** Of every unit that is not kept. */
  splits: Map<string, string>;
  /** Groups whose kept units are in more than one split already: the rest of such a group follows most of them. */
  parted: string[];
}

/**
 * Splits units by shares, each stratum by itself as far as groups allow. Groups are placed from the largest down, equals in
 * seeded order, each into the split that then lies nearest to its share of every stratum; a split that has its full number of units takes
 * no more. So a split exceeds its share by less than one largest group. The order of the units does not matter.
 *
 * @param random draws which of equal groups go where
 * @throws RangeError without shares or with one that is not positive
 */
export function assignSplits(units: readonly Unit[], shares: readonly Share[], random: Random): SplitPlan {
  const sum = shares.reduce((total, { share }) => total + share, 0);
  if (shares.length === 0 || shares.some(({ share }) => !(share > 0))) {
    throw new RangeError("every split needs a share above 0");
  }
  const parts = shares.map(({ split, share }) => ({ split, share: share / sum }));
  const sorted = [...units].sort((a, b) => (a.id < b.id ? -1 : 1));
  const groups = [...gather(sorted, ({ group }) => group)].sort(([a], [b]) => (a < b ? -1 : 1));
  const fill = new Fill(units, parts);
  const splits = new Map<string, string>();
  const parted: string[] = [];
  const free: Unit[][] = [];
  for (const [group, members] of groups) {
    for (const { stratum, kept } of members) if (kept !== undefined) fill.add(kept, stratum);
    const home = homeOf(members);
    if (home === null) {
      free.push(members);
      continue;
    }
    if (new Set(members.flatMap(({ kept }) => kept ?? [])).size > 1) parted.push(group);
    place(members, home);
  }
  const drawn = random.shuffle(free).sort((a, b) => b.length - a.length);
  for (const members of drawn) place(members, fill.best(members));
  return { splits, parted };

  function place(members: readonly Unit[], split: string): void {
    for (const { id, stratum, kept } of members) {
      if (kept !== undefined) continue;
      splits.set(id, split);
      fill.add(split, stratum);
    }
  }
}

function gather(units: readonly Unit[], keyOf: (unit: Unit) => string): Map<string, Unit[]> {
  const gathered = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    const members = gathered.get(key);
    if (members) members.push(unit);
    else gathered.set(key, [unit]);
  }
  return gathered;
}

/** The split in which most of a group's kept units are; null when none is kept. */
function homeOf(members: readonly Unit[]): string | null {
  const kept = gather(
    members.filter((unit) => unit.kept !== undefined),
    (unit) => unit.kept ?? "",
  );
  const most = [...kept].sort(([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1));
  return most[0]?.[0] ?? null;
}

/** How full the splits are, in all and by stratum. */
class Fill {
  readonly #parts: readonly Share[];
  readonly #total: number;
  readonly #ofStratum = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  constructor(units: readonly Unit[], parts: readonly Share[]) {
    this.#parts = parts;
    this.#total = units.length;
    for (const { stratum } of units) this.#ofStratum.set(stratum, (this.#ofStratum.get(stratum) ?? 0) + 1);
  }

  add(split: string, stratum: string): void {
    for (const key of [split, `${split}\n${stratum}`])
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Units a split lacks to its share. */
  #lack(part: Share): number {
    return part.share * this.#total - (this.#counts.get(part.split) ?? 0);
  }

  #lackOf(part: Share, stratum: string): number {
    const count = this.#counts.get(`${part.split}\n${stratum}`) ?? 0;
    return part.share * (this.#ofStratum.get(stratum) ?? 0) - count;
  }

  /** The split that lacks most of what the group brings, stratum by stratum, among those that are not full. */
  best(members: readonly Unit[]): string {
    const room = this.#parts.filter((part) => this.#lack(part) > 1e-9);
    const open = room.length > 0 ? room : this.#parts;
    const gain = (part: Share) => members.reduce((sum, { stratum }) => sum + this.#lackOf(part, stratum), 0);
    const rated = open.map((part) => ({ part, gain: gain(part), lack: this.#lack(part) }));
    rated.sort((a, b) => b.gain - a.gain || b.lack - a.lack);
    return rated[0].part.split;
  }
}
