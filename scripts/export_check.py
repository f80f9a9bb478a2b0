"""Reads an exported GPT-2 folder with PyTorch alone and compares its logits with expected.safetensors:
those of the next tokens, or of the classes where config.json names a model for sequence classification.

python3 scripts/export_check.py DIR; ends with 1 where they differ by more than 1e-4 of the largest.
"""

import json
import math
import pathlib
import struct
import sys

import torch

DTYPES = {"F32": torch.float32, "I32": torch.int32}
TOLERANCE = 1e-4


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    assert metadata == {"format": "pt"}, metadata
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        part = bytearray(data[8 + length + begin : 8 + length + end])
        tensors[name] = torch.frombuffer(part, dtype=DTYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def gelu_new(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


ACTIVATIONS = {"gelu_new": gelu_new, "gelu": torch.nn.functional.gelu}


def gpt2(config, weights, ids):
    """ids [T] -> last states [T, C]; Conv1D weights are [in, out]."""
    t = len(ids)
    c = config["n_embd"]
    heads = config["n_head"]
    act = ACTIVATIONS[config["activation_function"]]

    def at(name):
        return weights["transformer." + name]

    def norm(x, name):
        scale, shift = at(name + ".weight"), at(name + ".bias")
        return torch.nn.functional.layer_norm(x, (c,), scale, shift, config["layer_norm_epsilon"])

    def linear(x, name):
        return x @ at(name + ".weight") + at(name + ".bias")

    hidden = at("wte.weight")[ids] + at("wpe.weight")[:t]  # [T, C]
    mask = torch.full((t, t), -math.inf).triu(1)
    for layer in range(config["n_layer"]):
        block = f"h.{layer}."
        qkv = linear(norm(hidden, block + "ln_1"), block + "attn.c_attn")  # [T, 3C]
        q, k, v = (part.reshape(t, heads, -1).transpose(0, 1) for part in qkv.split(c, dim=1))
        scores = q @ k.transpose(1, 2) / math.sqrt(c // heads) + mask  # [H, T, T]
        mixed = (scores.softmax(-1) @ v).transpose(0, 1).reshape(t, c)
        hidden = hidden + linear(mixed, block + "attn.c_proj")
        inner = act(linear(norm(hidden, block + "ln_2"), block + "mlp.c_fc"))
        hidden = hidden + linear(inner, block + "mlp.c_proj")
    return norm(hidden, "ln_f")


def logits_of(config, weights, ids):
    """[T, V], or [classes] from the state of the last token, as GPT2ForSequenceClassification has it."""
    states = gpt2(config, weights, ids)
    if config["architectures"] != ["GPT2ForSequenceClassification"]:
        return states @ weights.get("lm_head.weight", weights["transformer.wte.weight"]).T
    labels = config["id2label"]
    assert {name: int(i) for i, name in labels.items()} == config["label2id"], labels
    score = weights["score.weight"]
    assert score.shape == (len(labels), config["n_embd"]), score.shape
    return states[-1] @ score.T


def main(folder):
    config = json.loads((folder / "config.json").read_text())
    weights = read_safetensors(folder / "model.safetensors")
    expected = read_safetensors(folder / "expected.safetensors")
    with torch.no_grad():
        logits = logits_of(config, weights, expected["ids"].long())
    largest = logits.abs().max().item()
    apart = (logits - expected["logits"]).abs().max().item() / largest
    print(f"{tuple(logits.shape)} logits, largest {largest:.4f}, apart by {apart:.2e} of it")
    return 0 if largest > 0 and apart <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
