/** Draws as they are stored, one a call: fills an array of unit indices, signs or an order. */
export function replayDraws(stored: readonly (readonly number[])[]) {
  let next = 0;
  return (into: { set(values: ArrayLike<number>): void }): void => {
    const draw = stored[next++];
    if (!draw) throw new Error(`Only ${stored.length} draws are stored.`);
    into.set(draw);
  };
}
