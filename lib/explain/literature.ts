/** The works that methods, metrics and measures cite, by key. */
export const literature: Readonly<Record<string, string>> = {
  arras2022:
    "Arras, Osman, Samek: CLEVR-XAI: A benchmark dataset for the ground truth evaluation of neural network explanations. Information Fusion, 2022.",
  brier1950:
    "Brier: Verification of forecasts expressed in terms of probability. Monthly Weather Review, 1950.",
  cohen1960:
    "Cohen: A coefficient of agreement for nominal scales. Educational and Psychological Measurement, 1960.",
  delong1988:
    "DeLong, DeLong, Clarke-Pearson: Comparing the areas under two or more correlated receiver operating characteristic curves: A nonparametric approach. Biometrics, 1988.",
  gorodkin2004:
    "Gorodkin: Comparing two K-category assignments by a K-category correlation coefficient. Computational Biology and Chemistry, 2004.",
  guo2017: "Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks. ICML, 2017.",
  li2021:
    "Li, Wang, Verma, Nakashima, Kawasaki, Nagahara: SCOUTER: Slot attention-based classifier for explainable image recognition. ICCV, 2021.",
  newcombe2006:
    "Newcombe: Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part 2: Asymptotic methods and evaluation. Statistics in Medicine, 2006.",
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
  wilson1927:
    "Wilson: Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association, 1927.",
  yeh2019:
    "Yeh, Hsieh, Suggala, Inouye, Ravikumar: On the (in)fidelity and sensitivity of explanations. NeurIPS, 2019.",
  zhang2018:
    "Zhang, Bargal, Lin, Brandt, Shen, Sclaroff: Top-down neural attention by excitation backprop. IJCV, 2018.",
};
