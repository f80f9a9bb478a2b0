"""How a reference case of one op is recorded, for the scripts beside this one."""
import json
import struct
from pathlib import Path

import numpy as np
import torch

torch.set_num_threads(1)


class OpCases:
    """Writes OUT/ops/NAME.json + NAME.safetensors; upstream gradients are drawn from `rng`."""

    def __init__(self, out, rng):
        self.out, self.rng = Path(out) / "ops", rng
        self.out.mkdir(parents=True, exist_ok=True)

    def normal(self, *shape, scale=1.0):
        return np.asarray(scale * self.rng.standard_normal(shape), dtype=np.float32)

    def save(self, name, op, params, inputs, run, relative=1e-5, fixed=()):
        """Inputs by name and run(inputs) -> outputs by name: values, gradients (but of `fixed`) and their tolerances."""
        results = {}
        upstream = {}
        trained = [k for k in inputs if k not in fixed]
        for dtype in (torch.float32, torch.float64):
            leaves = {k: torch.from_numpy(np.asarray(v)).to(dtype if k in trained or v.dtype == np.float32 else torch.int64) for k, v in inputs.items()}
            for k in trained:
                leaves[k].requires_grad_()
            outputs = run(leaves)
            if not upstream:
                flowing = [k for k, v in outputs.items() if v.requires_grad]
                upstream = {k: np.asarray(self.rng.standard_normal(tuple(outputs[k].shape)), dtype=np.float32) for k in flowing}
            loss = sum((outputs[k] * torch.from_numpy(np.asarray(u)).to(dtype)).sum() for k, u in upstream.items())
            loss.backward()
            numbers = {f"out.{k}": v.detach().numpy() for k, v in outputs.items()}
            numbers.update({f"grad.{k}": leaves[k].grad.numpy() for k in trained})
            results[dtype] = numbers
        single, double = results[torch.float32], results[torch.float64]
        check = {}
        for key, want in single.items():
            greatest, noise = float(np.abs(want).max()), float(np.abs(want - double[key]).max())
            check[key] = {"max_abs": greatest, "noise": noise, "atol": max(relative * greatest, 10 * noise, 1e-7), "rtol": 2e-5}
        tensors = {f"in.{k}": v for k, v in inputs.items()}
        tensors.update({f"up.{k}": np.asarray(v) for k, v in upstream.items()})
        tensors.update(single)
        tensors = {k: np.ascontiguousarray(v, dtype=np.int64 if np.issubdtype(v.dtype, np.integer) else np.float32).reshape(v.shape) for k, v in tensors.items()}
        types = {k: "I64" if v.dtype == np.int64 else "F32" for k, v in tensors.items()}
        header, offset = {}, 0
        for key, value in tensors.items():
            header[key] = {"dtype": types[key], "shape": list(value.shape), "data_offsets": [offset, offset + value.nbytes]}
            offset += value.nbytes
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        (self.out / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for v in tensors.values()))
        case = {"category": "ops", "op": op, "params": params, "differentiate": trained, "check": check,
                "name": name, "file": f"{name}.safetensors",
                "tensors": {k: {"dtype": types[k], "shape": list(v.shape)} for k, v in tensors.items()}}
        (self.out / f"{name}.json").write_text(json.dumps(case, indent=1) + "\n")
