import * as tf from "@tensorflow/tfjs-core";
import { elementwiseGradients } from "./elementwise.ts";
import { linearGradients } from "./linear.ts";
import { averagePoolGradient, maxPoolGradient } from "./pooling.ts";
import { rectifierGradients } from "./rectifier.ts";
import { reductionGradients } from "./reduction.ts";
import { resizeGradient } from "./resize.ts";
import { mirrorPadGradient, shapeGradients } from "./shape.ts";

/**
 * Makes the kernels the product uses differentiable, the same way on every engine. tfjs-core alone comes without gradients,
 * and the package that has them brings WebGL and a layers library along; these few are all that the formulas need. Some of
 * the package's are also wrong: half-pixel centres are ignored, the mirrored border's share is dropped, windows at the
 * border are divided by pixels outside, an operand that a batch of products shares gets a gradient of the wrong shape.
 * Safe to call again.
 */
export function registerGradients(): void {
  for (const gradient of [
    ...elementwiseGradients,
    ...rectifierGradients,
    ...shapeGradients,
    ...reductionGradients,
    ...linearGradients,
    averagePoolGradient,
    maxPoolGradient,
    resizeGradient,
    mirrorPadGradient,
  ])
    tf.registerGradient(gradient);
}
