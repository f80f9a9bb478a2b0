"""Reads exported GPT-2 folders with PyTorch alone and compares their logits with expected.safetensors: those of
the next tokens, or of the classes where config.json names a model for sequence classification. A folder with
plain/ in it, the same values in floats, has to give the logits of that too.

python3 scripts/export_check.py DIR …; ends with 1 where they differ by more than 1e-6 of the largest.
"""

import json
import math
import pathlib
import sys

import torch

from compressed_weights import float_weights, read_safetensors

TOLERANCE = 1e-6


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
        scale, shift = at(name + ".weight"), weights.get("transformer." + name + ".bias")
        return torch.nn.functional.layer_norm(x, (c,), scale, shift, config["layer_norm_epsilon"])

    def linear(x, name):
        bias = weights.get("transformer." + name + ".bias")
        product = x @ at(name + ".weight")
        return product if bias is None else product + bias

    hidden = at("wte.weight")[ids] + at("wpe.weight")[:t]  # [T, C]
    mask = torch.full((t, t), -math.inf).triu(1)
    shared = config["n_layer"] // config.get("num_hidden_groups", config["n_layer"])
    for layer in range(config["n_layer"]):
        own = layer if "transformer.h.%d.ln_1.weight" % layer in weights else layer // shared
        block = f"h.{own}."
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


def logits_in(folder, ids):
    config = json.loads((folder / "config.json").read_text())
    with torch.no_grad():
        return config, logits_of(config, float_weights(folder, config), ids)


def is_dynamic(config):
    groups = config.get("quantization_config", {}).get("config_groups", {})
    return any(group["input_activations"] for group in groups.values())


def check(folder):
    expected = read_safetensors(folder / "expected.safetensors")
    ids = expected["ids"].long()
    config, logits = logits_in(folder, ids)
    largest = logits.abs().max().item()
    apart = (logits - expected["logits"]).abs().max().item() / largest
    line = f"{folder.name}: {tuple(logits.shape)} logits, largest {largest:.4f}, "
    # Rounded activations are the engine's own: of such a folder the weights are compared.
    is_right = largest > 0 and (is_dynamic(config) or apart <= TOLERANCE)
    line += "INT8 activations" if is_dynamic(config) else f"apart by {apart:.2e} of it"
    if (folder / "plain").exists():
        _, plain = logits_in(folder / "plain", ids)
        from_plain = (logits - plain).abs().max().item() / largest
        size = (folder / "model.safetensors").stat().st_size
        whole = (folder / "plain" / "model.safetensors").stat().st_size
        line += f", by {from_plain:.2e} from plain floats; {size} of {whole} bytes"
        is_right = is_right and from_plain <= TOLERANCE
    print(line if is_right else f"{line}: WRONG")
    return is_right


if __name__ == "__main__":
    sys.exit(0 if all([check(pathlib.Path(folder)) for folder in sys.argv[1:]]) else 1)
