"""Runs exported weights in torchvision's and timm's own networks.

usage: compare_torchvision.py BACKBONE WEIGHTS PICTURES BATCH SIZE OUT
WEIGHTS is a safetensors file with this project's names, PICTURES float32 [BATCH, 3, SIZE, SIZE].
Writes OUT.logits and OUT.features, float32, channels last. Prints the versions.
"""

import sys

import numpy as np
import timm
import torch
import torchvision
from safetensors.torch import load_file

backbone, weights, pictures, batch, size, out = sys.argv[1:]
batch, size = int(batch), int(size)
state = {name.removeprefix("backbone."): tensor for name, tensor in load_file(weights).items()}
classifier = next(name for name in ("fc.weight", "classifier.weight", "classifier.1.weight") if name in state)
classes = state[classifier].shape[0]
if backbone.startswith("resnest"):
    model = timm.create_model(backbone, pretrained=False, num_classes=classes)
else:
    model = getattr(torchvision.models, backbone)(weights=None, num_classes=classes)
missing, unexpected = model.load_state_dict(state, strict=False)
assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)
model.eval()

kept = {}
if backbone.startswith("resnet"):
    model.layer4.register_forward_hook(lambda _m, _i, output: kept.update(features=output))
x = torch.from_numpy(np.fromfile(pictures, dtype=np.float32).reshape(batch, 3, size, size))
with torch.no_grad():
    logits = model(x)
    if backbone.startswith("resnest"):
        kept["features"] = model.forward_features(x)
    elif backbone == "densenet121":
        kept["features"] = torch.relu(model.features(x))
    elif backbone == "mobilenet_v2":
        kept["features"] = model.features(x)
logits.numpy().tofile(f"{out}.logits")
kept["features"].permute(0, 2, 3, 1).contiguous().numpy().tofile(f"{out}.features")
print(f"torch {torch.__version__}, torchvision {torchvision.__version__}, timm {timm.__version__}")
