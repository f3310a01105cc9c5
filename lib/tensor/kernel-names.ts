/** Kernels beyond tfjs's own, which each engine that can do better than single steps registers under these names. */

/** inputs dy, y = relu(x): dy where y > 0 */
export const RELU_GRADIENT = "ReluGrad";
/** inputs dy, y = relu6(x): dy where 0 < y < 6 */
export const RELU6_GRADIENT = "Relu6Grad";
/** inputs x, gamma, beta; attrs epsilon: y, mean, unbiased variance, and what else the gradient needs */
export const BATCH_NORM_TRAINING = "BatchNormTraining";
/** inputs dy, x, gamma, mean, and what the forward pass gave beyond the variance; attrs epsilon: dx, dgamma, dbeta */
export const BATCH_NORM_GRADIENT = "BatchNormTrainingGrad";
/** A convolution whose filter [kh, kw, in / groups, out] tells the groups; otherwise as Conv2D. */
export const GROUPED_CONVOLUTION = "GroupedConv2D";
