export interface ClassNode {
  id: string;
  parentId: string | null;
}

/** Classes from top to bottom as the tree shows them, each with its depth; siblings keep the order they come in. */
export function treeOrder<Node extends ClassNode>(classes: readonly Node[]): { node: Node; depth: number }[] {
  const present = new Set(classes.map(({ id }) => id));
  const children = new Map<string | null, Node[]>();
  for (const node of classes) {
    const parent = node.parentId !== null && present.has(node.parentId) ? node.parentId : null;
    const siblings = children.get(parent);
    if (siblings) siblings.push(node);
    else children.set(parent, [node]);
  }
  const rows: { node: Node; depth: number }[] = [];
  const stack = (children.get(null) ?? []).map((node) => ({ node, depth: 0 })).reverse();
  for (let row = stack.pop(); row; row = stack.pop()) {
    rows.push(row);
    const { node, depth } = row;
    for (const child of [...(children.get(node.id) ?? [])].reverse())
      stack.push({ node: child, depth: depth + 1 });
  }
  return rows;
}

export type Step = "up" | "down" | "in" | "out";

/** What one step does: a new order of all classes, or a new parent; null when there is nowhere to go. */
export type Arrangement = { order: string[] } | { parentId: string | null } | null;

/**
 * Moves a class one place among its siblings, under the sibling before it (`in`), or beside its parent (`out`).
 * `order` names every class, in the order of the list.
 */
export function arrange(classes: readonly ClassNode[], classId: string, step: Step): Arrangement {
  const moved = classes.find(({ id }) => id === classId);
  if (!moved) return null;
  const siblings = classes.filter(({ parentId }) => parentId === moved.parentId);
  const at = siblings.indexOf(moved);
  if (step === "in") return at > 0 ? { parentId: siblings[at - 1].id } : null;
  if (step === "out") {
    const parent = classes.find(({ id }) => id === moved.parentId);
    return parent ? { parentId: parent.parentId } : null;
  }
  const other = siblings[step === "up" ? at - 1 : at + 1];
  if (!other) return null;
  const swap = new Map([
    [moved.id, other.id],
    [other.id, moved.id],
  ]);
  return { order: classes.map(({ id }) => swap.get(id) ?? id) };
}
