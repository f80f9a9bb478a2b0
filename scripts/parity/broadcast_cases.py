"""Reference cases of broadcasting and of torch.nn.RNN's options, at odd sizes drawn from a seed.

  python3 broadcast_cases.py SEED OUT [COUNT]

Writes OUT/ops/NAME.json + NAME.safetensors as `npm run parity -- OUT` reads them; needs PyTorch and numpy.
Values and gradients are PyTorch's in float32; the tolerance is what float32 loses against float64.
"""
import math
import random
import sys

import numpy as np
import torch
import torch.nn.functional as F

from op_cases import OpCases

seed, out, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 40
r = random.Random(seed)
rng = np.random.default_rng(seed)
cases = OpCases(out, rng)
save, normal = cases.save, cases.normal


def extents(rank, top=7):
    return [r.choice([n for n in (1, 2, 3, 4, 5, 7) if n <= top]) for _ in range(rank)]


def sides(lead):
    """Two shapes that broadcast to `lead`: each may be shorter, and either may repeat a dimension."""
    pair = ([], [])
    for extent in lead:
        kept = r.choice(["both", "both", "left", "right"])
        pair[0].append(extent if kept != "right" else 1)
        pair[1].append(extent if kept != "left" else 1)
    cut = [side[r.randint(0, len(side)):] if r.random() < 0.3 else side for side in pair]
    return cut


def matmul(i):
    m, k, n = (r.choice([1, 3, 5, 9, 17, 33, 37]) for _ in range(3))
    a_lead, b_lead = sides(extents(r.randint(0, 4), 4)) if i else ([3, 1], [1, 4])
    ta, tb = r.random() < 0.4, r.random() < 0.4
    a, b = a_lead + ([k, m] if ta else [m, k]), b_lead + ([n, k] if tb else [k, n])
    if i % 5 == 3:
        a, ta = [k], False
    if i % 7 == 4:
        b, tb = [k], False
    turn = lambda x, t: x.transpose(-1, -2) if t else x
    save(f"matmul__both_{i}", "matmul", {"ta": ta, "tb": tb}, {"a": normal(*a), "b": normal(*b)},
         lambda x: {"y": torch.matmul(turn(x["a"], ta), turn(x["b"], tb))})


BINARY = {"add": torch.add, "sub": torch.sub, "mul": torch.mul, "div": torch.div, "maximum": torch.maximum, "minimum": torch.minimum}


def binary(i):
    fn = list(BINARY)[i % len(BINARY)]
    lead = extents(7 if i % 4 == 3 else r.randint(0, 5), 3 if i % 4 == 3 else 7)
    a, b = sides(lead) if i % 4 != 3 else ([n if d % 2 else 1 for d, n in enumerate(lead)], [1 if d % 2 else n for d, n in enumerate(lead)])
    right = normal(*b)
    if fn == "div":
        right = np.asarray(np.sign(right + 1e-9) * (np.abs(right) + 0.5), dtype=np.float32)
    save(f"binary__{fn}_{i}", "binary", {"fn": fn}, {"a": normal(*a), "b": right}, lambda x: {"y": BINARY[fn](x["a"], x["b"])})


def reduction(i):
    shape = extents(r.randint(1, 6), 5)
    axes = sorted(r.sample(range(len(shape)), r.randint(1, len(shape))))
    keep, mean = r.random() < 0.5, r.random() < 0.5
    fn = torch.mean if mean else torch.sum
    save(f"reduce__{i}", "reduce", {"fn": "mean" if mean else "sum", "axes": axes, "keep": keep}, {"x": normal(*shape)},
         lambda x: {"y": fn(x["x"], dim=axes, keepdim=keep)})


def swiglu(i):
    gate, up = sides(extents(r.randint(1, 4)))
    save(f"swiglu__both_{i}", "swiglu", {}, {"gate": normal(*gate), "up": normal(*up)}, lambda x: {"y": F.silu(x["gate"]) * x["up"]})


def recurrent(i):
    kind, has_bias = ["rnn_relu", "rnn_relu", "lstm", "gru", "rnn_tanh"][i % 5], i % 5 == 0
    layers, b, t, n_in, h = r.randint(1, 3), r.randint(1, 3), r.choice([1, 5, 9]), r.choice([1, 3, 7, 13]), r.choice([1, 5, 9, 17])
    first = i % 3 != 2
    gates = {"lstm": 4, "gru": 3}.get(kind, 1)
    bound = 1.5 / math.sqrt(h)
    inputs = {"x": normal(*([b, t, n_in] if first else [t, b, n_in])), "h0": normal(layers, b, h, scale=0.5)}
    if kind == "lstm":
        inputs["c0"] = normal(layers, b, h, scale=0.5)
    for l in range(layers):
        shapes = {f"weight_ih_l{l}": (gates * h, n_in if l == 0 else h), f"weight_hh_l{l}": (gates * h, h)}
        if has_bias:
            shapes.update({f"bias_ih_l{l}": (gates * h,), f"bias_hh_l{l}": (gates * h,)})
        inputs.update({k: rng.uniform(-bound, bound, s).astype(np.float32) for k, s in shapes.items()})

    def run(x):
        weights = [v for k, v in x.items() if k.startswith(("weight", "bias"))]
        tail = (weights, has_bias, layers, 0.0, False, False, first)
        if kind == "lstm":
            y, h_n, c_n = torch._VF.lstm(x["x"], (x["h0"], x["c0"]), *tail)
            return {"y": y, "h_n": h_n, "c_n": c_n}
        y, h_n = getattr(torch._VF, kind)(x["x"], x["h0"], *tail)
        return {"y": y, "h_n": h_n}

    save(f"rnn__options_{i}", "rnn", {"kind": kind, "layers": layers, "bias": has_bias, "batch_first": first}, inputs, run)


for i in range(count):
    for make in (matmul, binary, reduction, swiglu, recurrent):
        make(i)
