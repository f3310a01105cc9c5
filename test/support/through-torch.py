"""Loads a safetensors file with PyTorch, prints what it sees as JSON, and saves it again in every layout of torch.save."""
import json
import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

source, folder = sys.argv[1:]
# Cloned, since tensors of one mapped file share its memory and torch.save refuses that for several types.
loaded = {name: tensor.clone() for name, tensor in load_file(source).items()}


def numbers(tensor):
    if tensor.dtype.is_complex:
        tensor = torch.view_as_real(tensor)
    if tensor.dtype.is_floating_point:
        return tensor.double().flatten().tolist()
    return [str(int(value)) for value in tensor.flatten().tolist()]


for protocol in (2, 3, 4, 5):
    torch.save(loaded, f"{folder}/zip{protocol}.pth", pickle_protocol=protocol)
    nested = {"model": loaded, "epoch": 1}
    torch.save(nested, f"{folder}/legacy{protocol}.pth", pickle_protocol=protocol, _use_new_zipfile_serialization=False)

turned = {name: tensor.t() if tensor.dim() == 2 else tensor for name, tensor in loaded.items()}
torch.save(turned, f"{folder}/turned.pth")
save_file({name: tensor.contiguous() for name, tensor in turned.items()}, f"{folder}/turned.safetensors")

with safe_open(source, "pt") as file:
    metadata = file.metadata()
tensors = {
    name: {"dtype": str(tensor.dtype), "shape": list(tensor.shape), "values": numbers(tensor)}
    for name, tensor in loaded.items()
}
print(json.dumps({"tensors": tensors, "metadata": metadata}))
