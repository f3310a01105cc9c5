/** Functions of `node:util` that tfjs-node 4.22 calls: Node 22 warns whenever they are, Node 23 took the first away. */
export function restoreUtil(util: Record<string, unknown>): void {
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
