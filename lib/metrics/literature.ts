/** The works that metrics cite beside those of `lib/explain/literature.ts`, by key. */
export const metricLiterature: Readonly<Record<string, string>> = {
  adebayo2018:
    "Adebayo, Gilmer, Muelly, Goodfellow, Hardt, Kim: Sanity checks for saliency maps. NeurIPS, 2018.",
  agarwal2022:
    "Agarwal, Johnson, Pawelczyk, Krishna, Saxena, Zitnik, Lakkaraju: Rethinking stability for attribution-based explanations. arXiv:2203.06877, 2022.",
  arya2019:
    "Arya et al.: One explanation does not fit all: A toolkit and taxonomy of AI explainability techniques. arXiv:1909.03012, 2019.",
  bach2015:
    "Bach, Binder, Montavon, Klauschen, Müller, Samek: On pixel-wise explanations for non-linear classifier decisions by layer-wise relevance propagation. PLoS ONE, 2015.",
  bhatt2020:
    "Bhatt, Weller, Moura: Evaluating and aggregating feature-based model explanations. IJCAI, 2020.",
  chalasani2020:
    "Chalasani, Chen, Chowdhury, Wu, Jha: Concise explanations of neural networks using adversarial training. ICML, 2020.",
  chattopadhay2018:
    "Chattopadhay, Sarkar, Howlader, Balasubramanian: Grad-CAM++: Generalized gradient-based visual explanations for deep convolutional networks. WACV, 2018.",
  choe2020:
    "Choe, Oh, Lee, Chun, Akata, Shim: Evaluating weakly supervised object localization methods right. CVPR, 2020.",
  deyoung2020:
    "DeYoung, Jain, Rajani, Lehman, Xiong, Socher, Wallace: ERASER: A benchmark to evaluate rationalized NLP models. ACL, 2020.",
  fel2022:
    "Fel, Hervier, Vigouroux, Poche, Plakoo, Cadene, et al.: Xplique: A deep learning explainability toolbox. arXiv:2206.04394, 2022.",
  hedstrom2023:
    "Hedström, Weber, Krakowczyk, Bareeva, Motzkus, Samek, Lapuschkin, Höhne: Quantus: An explainable AI toolkit for responsible evaluation of neural network explanations and beyond. JMLR, 2023.",
  hedstrom2024:
    "Hedström, Weber, Lapuschkin, Höhne: A fresh look at sanity checks for saliency maps. World Conference on XAI, 2024.",
  nguyen2020: "Nguyen, Martínez: On quantitative aspects of model interpretability. arXiv:2007.07584, 2020.",
  otsu1979:
    "Otsu: A threshold selection method from gray-level histograms. IEEE Transactions on Systems, Man, and Cybernetics, 1979.",
  poppi2021:
    "Poppi, Cornia, Baraldi, Cucchiara: Revisiting the evaluation of class activation mapping for explainability: A novel metric and experimental analysis. CVPR Workshops, 2021.",
  rong2022:
    "Rong, Leemann, Borisov, Kasneci, Kasneci: A consistent and efficient evaluation strategy for attribution methods. ICML, 2022.",
  samek2017:
    "Samek, Binder, Montavon, Lapuschkin, Müller: Evaluating the visualization of what a deep neural network has learned. IEEE TNNLS, 2017.",
  sixt2020:
    "Sixt, Granz, Landgraf: When explanations lie: Why many modified BP attributions fail. ICML, 2020.",
  theiner2022: "Theiner, Müller-Budack, Ewerth: Interpretable semantic photo geolocation. WACV, 2022.",
  wang2004:
    "Wang, Bovik, Sheikh, Simoncelli: Image quality assessment: From error visibility to structural similarity. IEEE Transactions on Image Processing, 2004.",
  zhang2024:
    "Zhang, Gu, Han, Zhang, Wang, Wei: Opti-CAM: Optimizing saliency maps for interpretability. CVIU, 2024.",
};
