"""Makes torch-cnn.onnx and expected.json: a small classifier as PyTorch exports it, and what PyTorch computes with it.

usage: python make.py, in this folder; needs torch and onnx
"""

import json
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).parent
BATCH, SIZE, CLASSES = 2, 40, 5


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return torch.relu(x + self.norm(self.conv(x)))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 5, stride=2, padding=2), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2))
        self.layer1 = Block(16)
        self.down = nn.Sequential(nn.Conv2d(16, 24, 3, stride=2, padding=1), nn.GELU())
        self.layer2 = Block(24)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(24, CLASSES))

    def features(self, x):
        return self.layer2(self.down(self.layer1(self.stem(x))))

    def forward(self, x):
        return torch.softmax(self.head(self.pool(self.features(x))), dim=1)


torch.manual_seed(7)
model = Cnn()
for norm in (m for m in model.modules() if isinstance(m, nn.BatchNorm2d)):
    norm.running_mean.normal_(0, 0.2)
    norm.running_var.uniform_(0.5, 1.5)
    norm.weight.data.uniform_(0.5, 1.5)
model.eval()

# The same pictures, channels last, are made in the test: sin(0.37 i).
wave = torch.sin(0.37 * torch.arange(BATCH * SIZE * SIZE * 3, dtype=torch.float64)).float()
pictures = wave.reshape(BATCH, SIZE, SIZE, 3).permute(0, 3, 1, 2).contiguous()
torch.onnx.export(
    model,
    pictures,
    HERE / "torch-cnn.onnx",
    input_names=["pictures"],
    output_names=["probabilities"],
    dynamic_axes={"pictures": {0: "n"}, "probabilities": {0: "n"}},
    opset_version=17,
    dynamo=False,
)
with torch.no_grad():
    features = model.features(pictures)
    logits = model.head(model.pool(features))
expected = {
    "torch": torch.__version__,
    "logits": logits.double().flatten().tolist(),
    "features": {"shape": list(features.permute(0, 2, 3, 1).shape), "data": features.permute(0, 2, 3, 1).flatten().tolist()},
}
(HERE / "expected.json").write_text(json.dumps(expected) + "\n")
