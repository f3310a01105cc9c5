/**
 * The connected components of an undirected graph: every node that an edge names, with the smallest node of its component.
 * The order of the edges does not matter.
 */
export function connectedComponents(edges: Iterable<readonly [string, string]>): Map<string, string> {
  const parents = new Map<string, string>();
  const rootOf = (node: string): string => {
    let root = node;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) root = up;
    // Whoever was passed on the way points at the root from now on.
    for (let at = node; at !== root; ) {
      const next = parents.get(at) ?? root;
      parents.set(at, root);
      at = next;
    }
    if (!parents.has(root)) parents.set(root, root);
    return root;
  };
  for (const [a, b] of edges) {
    const [first, second] = [rootOf(a), rootOf(b)].sort();
    parents.set(second, first);
  }
  return new Map([...parents.keys()].map((node) => [node, rootOf(node)]));
}
