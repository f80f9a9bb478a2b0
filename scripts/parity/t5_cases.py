"""Reference cases of T5 as an encoder-decoder that learns answers and writes them.

  python3 t5_cases.py OUT

Writes OUT/models/NAME and OUT/generate/NAME as `npm run parity -- OUT` reads them; needs PyTorch and numpy. The layers restate
transformers' modeling_t5 (T5ForConditionalGeneration) in the layout of its weights: `labels` are moved right behind the decoder's
start token, -100 counts nowhere, what fills the source up is masked in the encoder and in cross attention. Values and gradients
are PyTorch's in float32; the tolerance is what float32 loses against float64.
"""
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
TYPES = {np.dtype("float32"): "F32", np.dtype("int32"): "I32"}


def config(vocab, width, inner, layers, decoder_layers, heads, d_kv, buckets, distance, gated, start=0):
    base = dict(model_type="t5", architectures=["T5ForConditionalGeneration"], vocab_size=vocab, d_model=width, d_ff=inner, d_kv=d_kv)
    base.update(num_layers=layers, num_decoder_layers=decoder_layers, num_heads=heads, relative_attention_num_buckets=buckets)
    base.update(relative_attention_max_distance=distance, dropout_rate=0.0, layer_norm_epsilon=1e-6, n_positions=32)
    base.update(feed_forward_proj="gated-gelu" if gated else "relu", tie_word_embeddings=not gated)
    return dict(base, pad_token_id=0, eos_token_id=1, decoder_start_token_id=start)


# Name: config.json, the lengths of the sources and of the answers of one batch, tokens to write behind each source.
MODELS = {
    "t5_answers": (config(23, 17, 29, 2, 3, 3, 5, 8, 12, False), [(7, 3), (11, 6), (1, 1)], 9),
    "t5_v1_1_answers": (config(31, 19, 13, 3, 2, 2, 7, 6, 9, True, start=2), [(13, 7), (5, 2)], 11),
}


def parameters(c):
    D, V, H = c["d_model"], c["vocab_size"], c["num_heads"] * c["d_kv"]
    shapes = {"shared.weight": (V, D)}

    def attention(at, biased):
        shapes.update({f"{at}.{part}.weight": (H, D) for part in "qkv"})
        shapes[f"{at}.o.weight"] = (D, H)
        if biased:
            shapes[f"{at}.relative_attention_bias.weight"] = (c["relative_attention_num_buckets"], c["num_heads"])

    for stack, layers in (("encoder", c["num_layers"]), ("decoder", c["num_decoder_layers"])):
        for i in range(layers):
            at = f"{stack}.block.{i}.layer"
            parts = ["SelfAttention"] + (["EncDecAttention"] if stack == "decoder" else [])
            for n, part in enumerate(parts):
                attention(f"{at}.{n}.{part}", part == "SelfAttention" and i == 0)
                shapes[f"{at}.{n}.layer_norm.weight"] = (D,)
            n = len(parts)
            for gate in ("wi_0", "wi_1") if c["feed_forward_proj"] == "gated-gelu" else ("wi",):
                shapes[f"{at}.{n}.DenseReluDense.{gate}.weight"] = (c["d_ff"], D)
            shapes[f"{at}.{n}.DenseReluDense.wo.weight"] = (D, c["d_ff"])
            shapes[f"{at}.{n}.layer_norm.weight"] = (D,)
        shapes[f"{stack}.final_layer_norm.weight"] = (D,)
    if not c["tie_word_embeddings"]:
        shapes["lm_head.weight"] = (V, D)
    return shapes


def drawn(name, shape, rng):
    if "layer_norm" in name:
        return rng.uniform(0.6, 1.4, shape).astype(np.float32)
    scale = 1.0 if name in ("shared.weight", "lm_head.weight") or "relative" in name else 0.45
    return (rng.standard_normal(shape) * scale).astype(np.float32)


def bucket(relative, bidirectional, buckets, distance):
    """T5Attention._relative_position_bucket."""
    found = torch.zeros_like(relative)
    if bidirectional:
        buckets //= 2
        found += (relative > 0).long() * buckets
        relative = relative.abs()
    else:
        relative = -torch.min(relative, torch.zeros_like(relative))
    near = buckets // 2
    far = near + (torch.log(relative.float() / near) / math.log(distance / near) * (buckets - near)).long()
    far = torch.min(far, torch.full_like(far, buckets - 1))
    return found + torch.where(relative < near, relative, far)


def norm(x, weight, eps):
    return weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps))


def attend(P, at, c, x, memory, bias):
    split = lambda name, rows: F.linear(rows, P[f"{at}.{name}.weight"]).unflatten(2, (c["num_heads"], c["d_kv"])).transpose(1, 2)
    scores = split("q", x) @ split("k", memory).transpose(2, 3) + bias
    return F.linear((scores.softmax(-1) @ split("v", memory)).transpose(1, 2).flatten(2), P[f"{at}.o.weight"])


def stack(P, c, name, ids, mask, memory=None):
    x, eps = P["shared.weight"][ids], c["layer_norm_epsilon"]
    length, decodes = ids.shape[1], name == "decoder"
    places = torch.arange(length)
    relative = bucket(places[None, :] - places[:, None], not decodes, c["relative_attention_num_buckets"], c["relative_attention_max_distance"])
    bias = P[f"{name}.block.0.layer.0.SelfAttention.relative_attention_bias.weight"][relative].permute(2, 0, 1)[None]
    lowest = torch.finfo(x.dtype).min
    hidden = (1 - mask.to(x.dtype))[:, None, None, :] * lowest
    own = torch.triu(torch.full((length, length), lowest, dtype=x.dtype), 1) if decodes else hidden
    for i in range(c["num_decoder_layers" if decodes else "num_layers"]):
        at = f"{name}.block.{i}.layer"
        normed = norm(x, P[f"{at}.0.layer_norm.weight"], eps)
        x = x + attend(P, f"{at}.0.SelfAttention", c, normed, normed, bias + own)
        if decodes:
            x = x + attend(P, f"{at}.1.EncDecAttention", c, norm(x, P[f"{at}.1.layer_norm.weight"], eps), memory, hidden)
        feed = f"{at}.{2 if decodes else 1}"
        normed = norm(x, P[f"{feed}.layer_norm.weight"], eps)
        part = lambda gate: F.linear(normed, P[f"{feed}.DenseReluDense.{gate}.weight"])
        inner = gelu_new(part("wi_0")) * part("wi_1") if c["feed_forward_proj"] == "gated-gelu" else part("wi").relu()
        x = x + F.linear(inner, P[f"{feed}.DenseReluDense.wo.weight"])
    return norm(x, P[f"{name}.final_layer_norm.weight"], eps)


def gelu_new(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def logits_of(P, c, decoder_ids, mask, memory):
    final = stack(P, c, "decoder", decoder_ids, mask, memory)
    if c["tie_word_embeddings"]:
        return final * c["d_model"] ** -0.5 @ P["shared.weight"].T
    return final @ P["lm_head.weight"].T


def shift_right(labels, c):
    moved = labels.new_zeros(labels.shape)
    moved[:, 1:] = labels[:, :-1]
    moved[:, 0] = c["decoder_start_token_id"]
    return moved.masked_fill(moved == -100, c["pad_token_id"])


def run(weights, c, ids, mask, labels, dtype):
    P = {n: torch.from_numpy(w).to(dtype).requires_grad_() for n, w in weights.items()}
    memory = stack(P, c, "encoder", ids, mask)
    logits = logits_of(P, c, shift_right(labels, c), mask, memory)
    loss = F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100)
    loss.backward()
    grads = {n: p.grad.numpy().copy() for n, p in P.items()}
    results = {"out.logits": logits, "out.loss": loss}
    return {n: v.detach().numpy().copy() for n, v in results.items()}, grads


def checks(single, double):
    """As decoder_cases.py has it."""
    noise = {n: float(np.abs(single[n] - double[n]).max()) for n in single}
    most = {n: float(np.abs(double[n]).max()) for n in single}
    return {n: dict(atol=float(f"{max(1e-5 * most[n], 10 * noise[n], 1e-7):.4g}"), rtol=2e-5) for n in single}


def write(file, tensors):
    header, at = {}, 0
    parts = [np.ascontiguousarray(v if np.dtype(v.dtype) in TYPES else v.astype(np.float32)) for v in tensors.values()]
    for name, part in zip(tensors, parts):
        header[name] = {"dtype": TYPES[part.dtype], "shape": list(part.shape), "data_offsets": [at, at + part.nbytes]}
        at += part.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(p.tobytes() for p in parts))


def filled(rows, filling):
    longest = max(map(len, rows))
    return torch.tensor([list(row) + [filling] * (longest - len(row)) for row in rows])


def write_greedily(weights, c, ids, mask, count, dtype):
    P = {n: torch.from_numpy(w).to(dtype) for n, w in weights.items()}
    memory = stack(P, c, "encoder", ids, mask)
    written, steps = torch.full((len(ids), 1), c["decoder_start_token_id"]), []
    for _ in range(count):
        steps.append(logits_of(P, c, written, mask, memory)[:, -1])
        best = torch.topk(steps[-1], 2).values
        assert (best[:, 0] - best[:, 1] > 1e-3).all(), "a tie"
        written = torch.cat([written, steps[-1].argmax(-1, keepdim=True)], 1)
    return written[:, 1:].numpy().astype(np.int32), torch.stack(steps, 1).numpy()


def main(out):
    for place, (name, (c, lengths, count)) in enumerate(MODELS.items()):
        rng = np.random.default_rng(2000 + place)
        weights = {n: drawn(n, s, rng) for n, s in parameters(c).items()}
        folder = out / "models" / name
        for made in (folder, out / "generate"):
            made.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(json.dumps(c, indent=1) + "\n")
        write(folder / "model.safetensors", weights)
        closed = lambda n: [*rng.integers(2, c["vocab_size"], n - 1), c["eos_token_id"]]
        sources, answers = zip(*[(closed(source), closed(answer)) for source, answer in lengths])
        ids, mask = filled(sources, c["pad_token_id"]), filled([[1] * len(s) for s in sources], 0)
        labels = filled(answers, -100)
        given = {"in.input_ids": ids, "in.attention_mask": mask, "in.labels": labels}
        tensors = {n: v.numpy().astype(np.int32) for n, v in given.items()}
        (single, grads), (double, grads64) = (run(weights, c, ids, mask, labels, t) for t in (torch.float32, torch.float64))
        write(folder / "case0.safetensors", {**tensors, **single})
        write(folder / "case0_grads.safetensors", grads)
        meta = dict(category="models", model=name, kind="t5", weights="model.safetensors", config="config.json", grads="case0_grads.safetensors",
                    check=checks(single, double), grad_check=checks(grads, grads64), file="case0.safetensors", name="case0")
        (folder / "case0.json").write_text(json.dumps(meta, indent=1) + "\n")
        with torch.no_grad():
            chosen, steps = write_greedily(weights, c, ids, mask, count, torch.float32)
            steps64 = write_greedily(weights, c, ids, mask, count, torch.float64)[1]
        file = f"greedy_{name}"
        kept = {n: tensors[n] for n in ("in.input_ids", "in.attention_mask")}
        write(out / "generate" / f"{file}.safetensors", {**kept, "out.ids": chosen, "out.step_logits": steps})
        check = {"out.ids": {"equal": True}, **checks({"out.step_logits": steps}, {"out.step_logits": steps64})}
        meta = dict(category="generate", name=file, model=f"../models/{name}", params={}, check=check, file=f"{file}.safetensors")
        (out / "generate" / f"{file}.json").write_text(json.dumps(meta, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
