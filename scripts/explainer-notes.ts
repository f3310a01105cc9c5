/** What to know of each method before one uses it, shown on its page in docs/explainers. By id. */
export const explainerNotes: Readonly<Record<string, string>> = {
  "scouter+":
    "The model's own evidence, not an estimate of it: the attention of a class's slots is what its logit is summed from. `attention` is the map of the paper; `additive` weighs it by how bright each cell is and sums to the logit exactly. One forward pass serves every class.",
  "scouter-":
    "Evidence that the image is not of a class. Ask it about classes the image is not, the least or the most similar; about the true class there is next to no evidence, and its map is noise stretched to full scale.",
  cam: "The oldest of the family and exact where it applies: a network that ends in a mean and one linear layer. The bias belongs to no cell and is left out. Negative shares are kept, so the map can also say what speaks against the class.",
  "grad-cam":
    "The usual baseline. On the last feature map under a mean it is CAM, cut at 0 and divided by the number of cells. On an inner layer it is finer, and less about the class.",
  "grad-cam++":
    "Made for several objects of one class. On the last feature map under a mean the gradient is the same in every cell, and the published form and that of torchcam 0.1.2 are one map; `torchcam-0.5.0` leaves out the division, as that release does by an indexing slip.",
  "smooth-grad-cam++":
    "Grad-CAM++ of powers of the gradient averaged over noisy images. The published form looks at the clean image's features; both torchcam releases use gradient and features of whichever noisy image came last. It needs an inner layer to be more than Grad-CAM++: set `layer`.",
  "xgrad-cam":
    "Grad-CAM with the gradient read where a channel is active, derived from the axioms of sensitivity and conservation. On the last feature map under a mean it is Grad-CAM.",
  "layer-cam":
    "The one to choose for early layers: every cell has a weight of its own, so that fine maps stay fine. Set `layer`.",
  "score-cam":
    "No gradients: every channel is shown to the model as a mask, and weighs as much as the class survives it. One forward pass a channel. A constant channel cannot be a mask and is left out; in torchcam 0.1.2 it makes the whole map undefined.",
  "ss-cam":
    "Score-CAM with noise on the masks, at `samples` times its cost. Three forms are in use and give different maps; `a` is the one SCOUTER was compared with. On the demo's data it is close to Score-CAM (correlation .94 to .99), so `channels` and few samples lose little.",
  gradient: "Where the score is most sensitive to a pixel, whichever way. Noisy by nature, and cheap.",
  "gradient-input":
    "First-order shares of the pixels. For a linear model they are exact; for a deep one they are those of its tangent.",
  "integrated-gradients":
    "Shares that sum to what the logit gains over the baseline (completeness), which the tests hold it to. The rule matters: `gausslegendre` is off by a per cent where `riemann_trapezoid`, as Captum has it, misses a share of 1/n by construction.",
  "smooth-grad":
    "The gradient without most of its noise. The noise is in model input, so .2 is a fifth of a standard deviation of the data.",
  occlusion:
    "Easy to explain to anyone: cover a square, see what the class loses. The map is as coarse as the window. A square of mean colour is itself a picture the model has never seen.",
  rise: "Works with any classifier, also one that gives probabilities alone. Maps are smooth and pale, so precision suffers while pointing does not. The profiles differ in masks, score and normalisation.",
  "extremal-perturbation":
    "The region of a given size that keeps the class, found by ascent. Says what is sufficient, not what is used. The area counts the margin around the image too.",
  "i-gos":
    "The smallest region whose removal makes the class vanish. Its line search can turn on rounding: on two engines it may take different steps and end in different maps, both descents of the same objective.",
  lime: "A linear model over superpixels. Its coefficients vary with the drawn samples and shrink with `ridge`; more samples and less ridge make it steadier.",
  "kernel-shap":
    "Shapley values of superpixels. With few enough superpixels (2^d - 2 at most `samples`) all coalitions are asked and the values are exact; otherwise they are estimates that still sum to the whole gain.",
  iba: "Bits of information each cell passes to the class, found by ten steps of Adam on the layers above alone. Its statistics are estimated once a model and data set. `beta` is a price in nats per feature: larger keeps less.",
  "control-random": "What no method may fall below on any score.",
  "control-gaussian":
    "Knows nothing but that photographers centre their subject. A method that does not beat it has found the centre.",
  "control-edges":
    "Knows the picture and nothing of the model. A method that looks like it has explained the picture.",
  "control-region":
    "What plausibility looks like when it is perfect; its faithfulness shows how much of the model's answer lies in the object.",
};
