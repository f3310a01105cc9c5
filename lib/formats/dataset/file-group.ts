import { AppError } from "#lib/errors.ts";

const MOST_WILDCARDS = 8;

/**
 * Reads which group a file belongs to from its path by a pattern: `{group}` stands for the group's name, `*` for anything, everything
 * else for itself. `patient-{group}_*` takes "17" from "patient-17_left.png". Each wildcard takes as little as it can.
 * @returns null for a path that does not fit
 * @throws AppError `invalid` for a pattern without exactly one {group}, or with wildcards side by side
 */
export function fileGroups(pattern: string): (path: string) => string | null {
  const wildcards = pattern.match(/\*|\{group\}/g) ?? [];
  if (wildcards.filter((each) => each === "{group}").length !== 1) {
    throw new AppError("invalid", "Put {group} once into the pattern, where the group's name is.");
  }
  if (wildcards.length > MOST_WILDCARDS || /(\*|\{group\})(\*|\{group\})/.test(pattern)) {
    throw new AppError("invalid", "Put some text between the wildcards of the pattern.");
  }
  const [head, ...literals] = pattern.split(/\*|\{group\}/);
  return (path) => {
    if (!path.startsWith(head)) return null;
    let group: string | null = null;
    let at = head.length;
    for (const [index, literal] of literals.entries()) {
      const isGroup = wildcards[index] === "{group}";
      const from = isGroup ? at + 1 : at;
      const isLast = index === literals.length - 1;
      const end = isLast ? path.length - literal.length : path.indexOf(literal, from);
      if (end < from || (isLast && !path.endsWith(literal))) return null;
      if (isGroup) group = path.slice(at, end);
      at = end + literal.length;
    }
    return group;
  };
}
