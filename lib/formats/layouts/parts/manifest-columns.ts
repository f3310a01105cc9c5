import type { SourceEntry } from "../../sources/file-source.ts";

/** What a column of a manifest holds, by the names people give it. */
const NAMES = {
  file: [
    "file",
    "filename",
    "file_name",
    "filepath",
    "file_path",
    "path",
    "image",
    "image_path",
    "image_file",
    "img",
  ],
  /** Where a picture is fetched from, in a list of addresses; an attribute like any other elsewhere. */
  address: ["url", "image_url", "img_url", "uri", "image_uri", "address", "link", "coco_url"],
  class: ["label", "class", "class_name", "classname", "category", "target", "species"],
  split: ["split", "subset", "set", "fold", "partition"],
  boxLabel: ["box_label", "region_label", "object", "object_class", "box_class"],
  x: ["x", "box_x", "bbox_x"],
  y: ["y", "box_y", "bbox_y"],
  boxWidth: ["box_width", "bbox_width", "w", "box_w", "bbox_w"],
  boxHeight: ["box_height", "bbox_height", "h", "box_h", "bbox_h"],
  left: ["xmin", "x_min", "x0", "x1", "left"],
  top: ["ymin", "y_min", "y0", "y1", "top"],
  right: ["xmax", "x_max", "x2", "right"],
  bottom: ["ymax", "y_max", "y2", "bottom"],
  width: ["width", "image_width"],
  height: ["height", "image_height"],
} as const;

export type ColumnRole = keyof typeof NAMES;

const ROLES = new Map<string, ColumnRole>(
  Object.entries(NAMES).flatMap(([role, names]) =>
    names.map((name): [string, ColumnRole] => [name, role as ColumnRole]),
  ),
);

/**
 * Column names by what they hold, the first that fits. `width` and `height` are the box's where `x` and `y` stand beside
 * them without widths of their own, else the picture's; `x1, y1` are the right and bottom beside `x0, y0`, else left and top.
 */
export function columnRoles(names: Iterable<string>): ReadonlyMap<ColumnRole, string> {
  const columns = [...names];
  const key = (name: string) => name.toLowerCase().replaceAll(/[ -]+/g, "_");
  const keys = new Set(columns.map(key));
  const fromZero = keys.has("x0") && keys.has("y0");
  const isBoxSize = keys.has("x") && keys.has("y") && !keys.has("xmin");
  const roleOf = (name: string): ColumnRole | undefined => {
    const each = key(name);
    if (fromZero && each === "x1") return "right";
    if (fromZero && each === "y1") return "bottom";
    if (isBoxSize && each === "width" && !hasRole("boxWidth")) return "boxWidth";
    if (isBoxSize && each === "height" && !hasRole("boxHeight")) return "boxHeight";
    return ROLES.get(each);
  };
  const hasRole = (role: ColumnRole) => NAMES[role].some((name) => keys.has(name));
  const roles = new Map<ColumnRole, string>();
  for (const name of columns) {
    const role = roleOf(name);
    if (role && !roles.has(role)) roles.set(role, name);
  }
  return roles;
}

/** Whether a manifest with these columns says which picture a row is about, in this folder or list of addresses. */
export function namesPictures(
  roles: ReadonlyMap<ColumnRole, string>,
  files: readonly SourceEntry[],
): boolean {
  return roles.has("file") || (roles.has("address") && files.some(({ address }) => address !== undefined));
}
