/** The works that methods and metrics cite, by key. */
export const literature: Readonly<Record<string, string>> = {
  arras2022:
    "Arras, Osman, Samek: CLEVR-XAI: A benchmark dataset for the ground truth evaluation of neural network explanations. Information Fusion, 2022.",
  li2021:
    "Li, Wang, Verma, Nakashima, Kawasaki, Nagahara: SCOUTER: Slot attention-based classifier for explainable image recognition. ICCV, 2021.",
  petsiuk2018:
    "Petsiuk, Das, Saenko: RISE: Randomized input sampling for explanation of black-box models. BMVC, 2018.",
  schulz2020:
    "Schulz, Sixt, Tombari, Landgraf: Restricting the flow: Information bottlenecks for attribution. ICLR, 2020.",
  selvaraju2017:
    "Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM: Visual explanations from deep networks via gradient-based localization. ICCV, 2017.",
  wang2020scorecam:
    "Wang, Wang, Du, Yang, Zhang, Ding, Mardziel, Hu: Score-CAM: Score-weighted visual explanations for convolutional neural networks. CVPR Workshops, 2020.",
  wang2020sscam:
    "Wang, Naidu, Michael, Kundu: SS-CAM: Smoothed Score-CAM for sharper visual feature localization. arXiv:2006.14255, 2020.",
  zhang2018:
    "Zhang, Bargal, Lin, Brandt, Shen, Sclaroff: Top-down neural attention by excitation backprop. IJCV, 2018.",
};
