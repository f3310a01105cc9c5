/** What each measure tells, what it does not, and what to read beside it; by the id of its recommended definition. */
export const metricNotes: Readonly<Record<string, string>> = {
  area: "Small is specific, and says nothing of whether the place is right. A random map covers half of the image, the object itself its own share.",
  "precision-mask":
    "How much of what the map shows lies on the object. It rewards compact maps: of two maps with the same ranking of pixels the one with the sharper peak wins. Read it beside rank accuracy or the top 5 %. On the signed values themselves the quotient has no bounds, so a map's mass is what is above 0; the other definitions say what else may count.",
  "precision-box":
    "As published for SCOUTER. A box holds background too, so a map wins this that loses the mask. By chance it is the box's share of the image. Where an object has several boxes the definitions differ: around all of it, the box that holds most, or their union.",
  "pointing-game":
    "Looks at one pixel. A fraction of a percent between two methods is one image of hundreds; the interval says so. An empty mask is not a hit, and a constant map has no peak: both are undefined. A tolerance of 15 pixels was made for photos of some 224 pixels and means a large part of a small picture.",
  "top5-in-mask":
    "The ranking alone: a map cannot win it by being compact. Where the object is smaller than 5 % of the image no map reaches 1. The definition that counts 1,000 pixels depends on the picture's size.",
  "rank-accuracy":
    "The ranking alone, with as many pixels as the object has: 1 for a perfect ranking whatever the object's size, the object's share of the image by chance. The fairest neighbour of precision.",
  "best-iou":
    "How well some threshold of the map cuts out the object. The best threshold is chosen with the mask in hand, so it flatters; Otsu's threshold is chosen without it and shows by how much.",
  "pixel-auc":
    "The chance that a pixel of the object is higher than one outside; 1/2 by chance. Insensitive to how rare the object is, which average precision is not.",
  "pixel-average-precision":
    "The ranking of the highest pixels counts most. By chance it is the object's share of the image, so compare methods on the same images only.",
  "insertion-auc":
    "How fast the class comes back. A surer model has a larger area whatever the map: compare maps of different models divided by the clean probability, or on one judge model. The start, the step and the class followed all change the number. A map wins it whose first pixels carry the class, even if the rest is noise. Evidence against a class should keep it from coming back: such maps are followed by the class they speak against, and win with a small area.",
  "deletion-auc":
    "How fast the class goes. Pixels set to the mean colour leave the kind of image the model knows, so part of the fall is surprise; ROAD fills the holes instead. Taking away evidence against a class should let the class rise: such maps are followed by the class they speak against, and win with a large area. Any deletion takes an unlikely class towards chance, so read it beside a random map of the same class, or contrary evidence, which has that control built in.",
  "insertion-auc-over-clean":
    "Takes the model's confidence out of insertion. Undefined where the clean probability is no more than chance, as that of a class the model rules out nearly always is; it may exceed 1 where a part of the image is more convincing than all of it.",
  "deletion-auc-over-clean": "Takes the model's confidence out of deletion, as the insertion form does.",
  sparseness:
    "How unevenly the map's values are spread, whatever they show. One pixel is the sparsest map of all. Without an epsilon, so that a zero map is undefined and not 0.",
  entropy:
    "Nats: ln of the number of pixels for a flat map, 0 for one pixel. It depends on the map's size in pixels, so compare maps scored at the same size.",
  "effective-complexity":
    "Counts values above a fixed threshold, so it depends on the map's scale: comparable within one method at most.",
  infidelity:
    "Whether the map predicts how much the output changes when the image does. 0 for the exact gradient of a linear model. Noise on every pixel at once hardly tells a random map from a good one; squares do. Without the best scale it compares nothing but maps in units of the model's output. A map of zeros is undefined, not merely good.",
  road: "Removes pixels and fills the holes from what surrounds them, so that neither the hole's shape nor strange colours give the class away. It favours blurred maps somewhat. Combined, it takes both ends: a model that loses its certainty over any change at all does not win it.",
  "road-morf":
    "One end of ROAD: the class should go when the most relevant pixels do. Read it with the other end.",
  "road-lerf": "The other end of ROAD: the class should stay when the least relevant pixels go.",
  "faithfulness-correlation":
    "Whether the map's sum over a part of the image goes with what the model loses without that part. 1 for the exact contributions of a linear model. Scattered single pixels hardly move a convolutional network; the recommended definition takes out cells of a grid and correlates ranks.",
  "pixel-flipping":
    "The mean fall of the class over the whole course of losing the highest pixels. A pixel goes with all its channels: counted one by one, as some code does, the same map has another curve.",
  comprehensiveness:
    "What the class loses without the pixels the map puts first. Read it with sufficiency: a map may hold all that is needed, and yet the rest suffice as well.",
  sufficiency:
    "What the class lacks when the pixels the map puts first are all there is. Near 0 or below is good.",
  "average-drop":
    "The image times the map, so the map's values matter and not only their order: a map that is 1 everywhere has no drop at all. Read it beside area and gain.",
  "average-increase":
    "How often the map alone is more convincing than the image. It rises with unsure models: half of the images where the model was guessing.",
  "average-gain": "Average drop's other side: how much surer the model is of what the map leaves.",
  monotonicity:
    "Whether adding pixels from the least to the most important only ever helps. The strict form, never a fall, is false for nearly every map of a real network; the share of steps is what tells maps apart. Code that puts the baseline on the baseline calls every map monotone.",
  "monotonicity-correlation":
    "Whether what the map finds important is what the output depends on, by how much the output varies when that part is replaced. Signs do not count.",
  coherency:
    "Whether the map of what the map shows is the same map. A method that ignores the image is perfectly coherent.",
  adcc: "Harmonic mean of coherency, 1 - complexity and 1 - average drop. One number for three wishes that pull in different directions: read its parts.",
  "contrary-evidence":
    "For maps of evidence against a class, and new here. Where they are right, taking away what they show lets the class's logit rise. Any deletion moves a logit towards that of an empty image, so the course is compared with the same number of pixels in random orders: without that control a rise is no evidence.",
  "max-sensitivity":
    "How much the map changes when the image hardly does. The method's own randomness is held fixed. A method that ignores the image has 0, the best value: read it beside the sanity tests. A map of zeros is undefined, not the best. Ours compares maps as people see them; other definitions compare them as given, where a change of scale counts too.",
  "relative-input-stability":
    "The same relative to the map's own values, cell by cell: cells next to 0 dominate it, so it varies over orders of magnitude.",
  "parameter-randomisation":
    "A map that stays when the model forgets all it has learned does not come from what it has learned. Near 0 is good; upsampled maps of few cells correlate by chance more than their pixels suggest, so read it over many images.",
  "layer-randomisation":
    "Says how deep a method looks: a map that hardly changes until the lowest layers go reads edges rather than what the classifier learned. The mean over the layers depends on how many the network has, so compare methods on one model only.",
  "smooth-randomisation":
    "Gradient maps are so noisy that any two of them differ; averaging over noisy copies first leaves what is stable, and only that is compared.",
  "entropy-rise":
    "A map of noise has more entropy than one of an object, so a map that depends on the weights gains entropy when they are drawn anew. It compares two maps without asking that they look alike.",
  "random-logit":
    "A method that shows the same for every class explains none. Two classes that look alike may rightly share their evidence.",
};
