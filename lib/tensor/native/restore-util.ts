/** Functions of `node:util` that tfjs-node 4.22 calls and Node 23 and newer no longer have. */
export function restoreUtil(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}
