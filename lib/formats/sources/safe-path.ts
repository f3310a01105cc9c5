const MAX_PATH = 1024;
const MAX_PART = 255;

/**
 * Why a path from a data set's description cannot be used, in words that follow "its path"; null when it can.
 * Only plain relative paths with "/" between the parts pass, so that the same data set means the same on every system.
 */
export function pathProblem(path: string): string | null {
  if (path === "") return "is empty";
  if (path.length > MAX_PATH) return `is longer than ${MAX_PATH} characters`;
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(path)) return "contains control characters";
  if (path.includes("\\")) return 'contains "\\": write "/" between the parts';
  if (path.startsWith("/") || /^[a-z]:/i.test(path)) return "is absolute: give it relative to the folder";
  for (const part of path.split("/")) {
    if (part === "" || part === "." || part === "..")
      return `contains "${part}" as a part: it must stay inside the folder`;
    if (part.length > MAX_PART) return `has a part longer than ${MAX_PART} characters`;
  }
  return null;
}
