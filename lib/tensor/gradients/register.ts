import * as tf from "@tensorflow/tfjs-core";
import { elementwiseGradients } from "./elementwise.ts";
import { linearGradients } from "./linear.ts";
import { averagePoolGradient, maxPoolGradient } from "./pooling.ts";
import { rectifierGradients } from "./rectifier.ts";
import { reductionGradients, sumGradients } from "./reduction.ts";
import { resizeGradient } from "./resize.ts";
import { mirrorPadGradient, shapeGradients } from "./shape.ts";

/**
 * Those that tfjs itself has wrong (half-pixel centres are ignored, the mirrored border's share is dropped, windows at the
 * border are divided by pixels outside) or slow.
 */
const replacements = [
  resizeGradient,
  mirrorPadGradient,
  averagePoolGradient,
  maxPoolGradient,
  ...rectifierGradients,
  ...sumGradients,
];

/**
 * Makes the kernels the product uses differentiable. tfjs-core alone comes without gradients, and the package
 * that has them brings WebGL and a layers library along; these few are all that the formulas need.
 * A right gradient that an engine has already registered is left alone. Safe to call again.
 */
export function registerGradients(): void {
  for (const gradient of [
    ...elementwiseGradients,
    ...shapeGradients,
    ...reductionGradients,
    ...linearGradients,
  ]) {
    if (!tf.getGradient(gradient.kernelName)) tf.registerGradient(gradient);
  }
  for (const gradient of replacements) tf.registerGradient(gradient);
}
