"""Reference cases of adapters: LoRA, rsLoRA and DoRA as PEFT 0.18 computes them (tuners/lora/layer.py and dora.py),
and QLoRA: the same on a weight that was rounded to INT8 (a scale a channel) or INT4 (one a group of 32);
and quantization-aware training: torch.fake_quantize_per_channel_affine with those scales, straight through;
and the sigmoid loss of direct preference optimization as TRL computes it (trainer/dpo_trainer.py).

  python3 adapter_cases.py SEED OUT

Writes OUT/ops/NAME.json + NAME.safetensors as `npm run parity -- OUT` reads them; needs PyTorch and numpy.
Values and gradients are PyTorch's in float32; the tolerance is what float32 loses against float64.
"""
import math
import sys

import numpy as np
import torch.nn.functional as F
import torch

from op_cases import OpCases

cases = OpCases(sys.argv[2], np.random.default_rng(int(sys.argv[1])))


def rounded(weight, quantization):
    """[out, in] in float32, whatever the precision of the rest."""
    top, group = (127, weight.shape[1]) if quantization == "int8" else (7, 32)
    parts = []
    for part in weight.float().split(group, dim=1):
        greatest = part.abs().amax(dim=1, keepdim=True)
        scale = torch.where(greatest == 0, torch.ones_like(greatest), greatest / top)
        parts.append((part / scale).round().clamp(-top, top) * scale)
    return torch.cat(parts, dim=1).to(weight.dtype)


def adapted(p, t):
    """Linear.forward and DoraLinearLayer.forward; a Conv1D weight is transposed, as fan_in_fan_out says."""
    weight = t["w"].T if p["layout"] == "conv1d" else t["w"]
    if p["quantization"]:
        weight = rounded(weight, p["quantization"])
    scaling = p["alpha"] / (math.sqrt(p["r"]) if p["use_rslora"] else p["r"])
    base = F.linear(t["x"], weight, t.get("bias"))
    lora = F.linear(F.linear(t["x"], t["a"]), t["b"])
    delta = scaling * (t["b"] @ t["a"])
    if not p["use_dora"]:
        return {"y": base + lora * scaling}, weight + delta
    norm = torch.linalg.norm(weight + delta.detach(), dim=1).detach()
    scale = (t["m"] / norm).view(1, -1)
    bare = base - t["bias"] if "bias" in t else base
    return {"y": base + (scale - 1) * bare + scale * lora * scaling}, (t["m"] / norm).view(-1, 1) * (weight + delta)


def adapter(name, lead, n_in, n_out, r, alpha, layout="linear", use_rslora=False, use_dora=False, bias=False, quantization=None):
    p = {"r": r, "alpha": alpha, "layout": layout, "use_rslora": use_rslora, "use_dora": use_dora, "quantization": quantization}
    shape = (n_in, n_out) if layout == "conv1d" else (n_out, n_in)
    inputs = {"x": cases.normal(*lead, n_in), "w": cases.normal(*shape, scale=0.3), "a": cases.normal(r, n_in, scale=0.4), "b": cases.normal(n_out, r, scale=0.4)}
    if use_dora:
        inputs["m"] = np.abs(cases.normal(n_out)) + np.float32(0.3)
    if bias:
        inputs["bias"] = cases.normal(n_out)

    def run(t):
        outputs, merged = adapted(p, t)
        return {**outputs, "merged": (merged.T if layout == "conv1d" else merged).detach()}

    cases.save(name, "adapted_linear", p, inputs, run, fixed=("w", "bias"))


adapter("adapted_linear__lora", (3, 5), 7, 9, 3, 5.0)
adapter("adapted_linear__rslora", (4,), 13, 5, 3, 4.0, use_rslora=True)
adapter("adapted_linear__dora", (2, 7), 11, 9, 2, 3.0, use_dora=True)
adapter("adapted_linear__dora_conv1d", (5,), 17, 6, 5, 4.0, layout="conv1d", use_dora=True, bias=True)
adapter("adapted_linear__dora_rslora", (3,), 33, 35, 4, 4.0, use_dora=True, use_rslora=True, bias=True)
adapter("adapted_linear__qlora_int8", (3, 3), 37, 19, 3, 5.0, quantization="int8", bias=True)
adapter("adapted_linear__qlora_int4_conv1d", (7,), 70, 13, 2, 3.0, layout="conv1d", quantization="int4", bias=True)
adapter("adapted_linear__qdora_int4", (5,), 45, 11, 4, 4.0, use_dora=True, use_rslora=True, quantization="int4", bias=True)


def fake_quantized(weight, quantization):
    """[out, in]; torch has the op in float32 alone."""
    top, group = (127, weight.shape[1]) if quantization == "int8" else (7, 32)
    parts = []
    for part in weight.float().split(group, dim=1):
        greatest = part.detach().abs().amax(dim=1)
        scale = torch.where(greatest == 0, torch.ones_like(greatest), greatest / top)
        parts.append(torch.fake_quantize_per_channel_affine(part, scale, torch.zeros(len(scale), dtype=torch.int32), 0, -top, top))
    return torch.cat(parts, dim=1).to(weight.dtype)


def aware(name, lead, n_in, n_out, quantization, layout="linear"):
    shape = (n_in, n_out) if layout == "conv1d" else (n_out, n_in)

    def run(t):
        weight = fake_quantized(t["w"].T if layout == "conv1d" else t["w"], quantization)
        return {"y": F.linear(t["x"], weight), "rounded": (weight.T if layout == "conv1d" else weight).detach()}

    cases.save(name, "fake_quantized_linear", {"quantization": quantization, "layout": layout},
               {"x": cases.normal(*lead, n_in), "w": cases.normal(*shape, scale=0.3)}, run)


aware("fake_quantized_linear__int8", (3, 5), 37, 11, "int8")
aware("fake_quantized_linear__int8_conv1d", (7,), 9, 21, "int8", layout="conv1d")
aware("fake_quantized_linear__int4", (5,), 70, 13, "int4")


def logps(logits, targets):
    """_forward of DPOTrainer: log-probabilities of completion tokens, summed over each sequence."""
    counted = targets != -100
    each = torch.gather(logits.log_softmax(-1), 2, targets.clamp(min=0).unsqueeze(2)).squeeze(2)
    return torch.where(counted, each, torch.zeros_like(each)).sum(dim=1)


def preference(name, pairs, length, vocab, beta, smoothing):
    def run(t):
        (chosen, rejected), (ref_chosen, ref_rejected) = (logps(t[k], t["targets"]).chunk(2, dim=0) for k in ("policy", "reference"))
        delta = (chosen - ref_chosen) - (rejected - ref_rejected)
        losses = -F.logsigmoid(beta * delta) * (1 - smoothing) - F.logsigmoid(-beta * delta) * smoothing
        return {"loss": losses.mean(), "losses": losses.detach(), "chosen": (beta * (chosen - ref_chosen)).detach(), "rejected": (beta * (rejected - ref_rejected)).detach()}

    targets = cases.rng.integers(0, vocab, (2 * pairs, length)).astype(np.int64)
    for row, target in enumerate(targets):
        target[: 1 + row % 3] = -100
        target[length - row % 2 :] = -100
    shape = (2 * pairs, length, vocab)
    cases.save(name, "dpo", {"beta": beta, "label_smoothing": smoothing},
               {"policy": cases.normal(*shape), "reference": cases.normal(*shape), "targets": targets}, run, fixed=("reference", "targets"))


preference("dpo__sigmoid", 3, 7, 11, 0.1, 0.0)
preference("dpo__smoothed", 5, 5, 13, 0.7, 0.15)
