/** The works that methods, metrics and measures cite, by key. */
export const literature: Readonly<Record<string, string>> = {
  achanta2012:
    "Achanta, Shaji, Smith, Lucchi, Fua, Süsstrunk: SLIC superpixels compared to state-of-the-art superpixel methods. IEEE TPAMI, 2012.",
  adebayo2018:
    "Adebayo, Gilmer, Muelly, Goodfellow, Hardt, Kim: Sanity checks for saliency maps. NeurIPS, 2018.",
  arras2022:
    "Arras, Osman, Samek: CLEVR-XAI: A benchmark dataset for the ground truth evaluation of neural network explanations. Information Fusion, 2022.",
  brier1950:
    "Brier: Verification of forecasts expressed in terms of probability. Monthly Weather Review, 1950.",
  chattopadhay2018:
    "Chattopadhay, Sarkar, Howlader, Balasubramanian: Grad-CAM++: Generalized gradient-based visual explanations for deep convolutional networks. WACV, 2018.",
  cohen1960:
    "Cohen: A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 1960.",
  delong1988:
    "DeLong, DeLong, Clarke-Pearson: Comparing the areas under two or more correlated receiver operating characteristic curves: A nonparametric approach. Biometrics, 1988.",
  fong2019:
    "Fong, Patrick, Vedaldi: Understanding deep networks via extremal perturbations and smooth masks. ICCV, 2019.",
  fu2020:
    "Fu, Hu, Dong, Guo, Gao, Li: Axiom-based Grad-CAM: Towards accurate visualization and explanation of CNNs. BMVC, 2020.",
  gorodkin2004:
    "Gorodkin: Comparing two K-category assignments by a K-category correlation coefficient. Computational Biology and Chemistry, 2004.",
  guo2017: "Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks. ICML, 2017.",
  jiang2021:
    "Jiang, Zhang, Hou, Cheng, Wei: LayerCAM: Exploring hierarchical class activation maps for localization. IEEE TIP, 2021.",
  li2021:
    "Li, Wang, Verma, Nakashima, Kawasaki, Nagahara: SCOUTER: Slot attention-based classifier for explainable image recognition. ICCV, 2021.",
  lundberg2017: "Lundberg, Lee: A unified approach to interpreting model predictions. NeurIPS, 2017.",
  newcombe2006:
    "Newcombe: Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2: Asymptotic methods and evaluation. Statistics in Medicine, 2006.",
  omeiza2019:
    "Omeiza, Speakman, Cintas, Weldermariam: Smooth Grad-CAM++: An enhanced inference level visualization technique for deep convolutional neural network models. arXiv:1908.01224, 2019.",
  petsiuk2018:
    "Petsiuk, Das, Saenko: RISE: Randomized input sampling for explanation of black-box models. BMVC, 2018.",
  qi2020: "Qi, Khorram, Li: Visualizing deep networks by optimizing with integrated gradients. AAAI, 2020.",
  ribeiro2016:
    "Ribeiro, Singh, Guestrin: “Why should I trust you?” Explaining the predictions of any classifier. KDD, 2016.",
  schulz2020:
    "Schulz, Sixt, Tombari, Landgraf: Restricting the flow: Information bottlenecks for attribution. ICLR, 2020.",
  selvaraju2017:
    "Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM: Visual explanations from deep networks via gradient-based localization. ICCV, 2017.",
  shrikumar2016:
    "Shrikumar, Greenside, Shcherbina, Kundaje: Not just a black box: Learning important features through propagating activation differences. arXiv:1605.01713, 2016.",
  simonyan2014:
    "Simonyan, Vedaldi, Zisserman: Deep inside convolutional networks: Visualising image classification models and saliency maps. ICLR Workshop, 2014.",
  smilkov2017:
    "Smilkov, Thorat, Kim, Viégas, Wattenberg: SmoothGrad: removing noise by adding noise. arXiv:1706.03825, 2017.",
  sundararajan2017: "Sundararajan, Taly, Yan: Axiomatic attribution for deep networks. ICML, 2017.",
  wang2020scorecam:
    "Wang, Wang, Du, Yang, Zhang, Ding, Mardziel, Hu: Score-CAM: Score-weighted visual explanations for convolutional neural networks. CVPR Workshops, 2020.",
  wang2020sscam:
    "Wang, Naidu, Michael, Kundu: SS-CAM: Smoothed Score-CAM for sharper visual feature localization. arXiv:2006.14255, 2020.",
  wilson1927:
    "Wilson: Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association, 1927.",
  yeh2019:
    "Yeh, Hsieh, Suggala, Inouye, Ravikumar: On the (in)fidelity and sensitivity of explanations. NeurIPS, 2019.",
  zeiler2014: "Zeiler, Fergus: Visualizing and understanding convolutional networks. ECCV, 2014.",
  zhang2018:
    "Zhang, Bargal, Lin, Brandt, Shen, Sclaroff: Top-down neural attention by excitation backprop. IJCV, 2018.",
  zhou2016:
    "Zhou, Khosla, Lapedriza, Oliva, Torralba: Learning deep features for discriminative localization. CVPR, 2016.",
};
