import type { Backbone } from "./define-backbone.ts";
import { densenet121 } from "./densenet.ts";
import { mobilenetV2 } from "./mobilenet-v2.ts";
import { resnest26d, resnest50d } from "./resnest.ts";
import { resnet18, resnet50 } from "./resnet.ts";
import { tiny } from "./tiny.ts";

/** Every backbone there is. A new one is its own file and a line here. */
export const BACKBONES: readonly Backbone[] = [
  tiny,
  resnet18,
  resnet50,
  resnest26d,
  resnest50d,
  mobilenetV2,
  densenet121,
];

/** @throws RangeError for a name that is not in the list */
export function findBackbone(id: string): Backbone {
  const found = BACKBONES.find((backbone) => backbone.id === id);
  if (!found) throw new RangeError(`There is no backbone ${id}: ${BACKBONES.map((b) => b.id).join(", ")}.`);
  return found;
}
