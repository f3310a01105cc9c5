"""Checks ONNX files as PyTorch's side sees them: onnx.checker in full, then onnxruntime on given pictures.

usage: check_onnx.py FILE PICTURES BATCH SIZE
PICTURES holds float32 [BATCH, 3, SIZE, SIZE]. Prints JSON: the outputs by name, shape and numbers.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime

file, pictures, batch, size = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
onnx.checker.check_model(onnx.load(file), full_check=True)
session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
images = np.fromfile(pictures, dtype=np.float32).reshape(batch, 3, size, size)
names = [output.name for output in session.get_outputs()]
values = session.run(None, {session.get_inputs()[0].name: images})
outputs = {name: {"shape": v.shape, "data": v.ravel().tolist()} for name, v in zip(names, values)}
print(json.dumps({"versions": [onnx.__version__, onnxruntime.__version__], "outputs": outputs}))
