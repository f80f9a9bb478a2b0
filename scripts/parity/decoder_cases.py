"""Reference cases of LLaMA's relatives: stretched rotary positions, norms of heads, windows, layers without positions.

  python3 decoder_cases.py OUT

Writes OUT/models/NAME and OUT/generate/NAME as `npm run parity -- OUT` reads them; needs PyTorch and numpy. The layers
restate the classes of transformers 5 (modeling_llama, _qwen2, _qwen3, _mistral, _smollm3, _gemma3 and modeling_rope_utils) in the
layout of their weights. Values and gradients are PyTorch's in float32; the tolerance is what float32 loses against float64.
"""
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

out = Path(sys.argv[1])
torch.set_num_threads(1)
TYPES = {np.dtype("float32"): "F32", np.dtype("int32"): "I32"}


def size(vocab, width, inner, layers, heads, kv, longest, **more):
    base = dict(vocab_size=vocab, hidden_size=width, intermediate_size=inner, num_hidden_layers=layers, num_attention_heads=heads)
    base.update(num_key_value_heads=kv, max_position_embeddings=longest, hidden_act="silu", rms_norm_eps=1e-6)
    return dict(base, tie_word_embeddings=False, rope_theta=10000.0, **more)


LONG = dict(short_factor=[1.0, 1.1, 1.3, 1.7, 2.0], long_factor=[1.2, 2.5, 3.1, 4.7, 6.0])
# Name: config.json, then [batch, length, shortest sequence] of each case, then [prompt, tokens] to generate. With a window
# the shortest sequence is so long that every place sees a token: one that sees none is 0 here and no number there.
MODELS = {
    "llama_linear": (dict(size(19, 21, 17, 2, 3, 1, 32, head_dim=6, attention_bias=True, mlp_bias=True, model_type="llama"),
                          rope_scaling=dict(type="linear", factor=2.5)), [(2, 13, 9)], None),
    "llama_dynamic": (dict(size(19, 20, 23, 2, 2, 2, 11, model_type="llama"),
                           rope_parameters=dict(rope_type="dynamic", factor=3.0, rope_theta=500.0), rope_theta=500.0), [(2, 19, 19), (1, 11, 11)], None),
    "llama_yarn": (dict(size(19, 30, 17, 2, 3, 3, 64, model_type="llama"),
                        rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=16)), [(1, 41, 41)], None),
    "qwen3_yarn": (dict(size(19, 18, 17, 2, 2, 1, 48, head_dim=14, model_type="qwen3", attention_bias=True),
                        rope_parameters=dict(rope_type="yarn", factor=3.0, original_max_position_embeddings=16, rope_theta=10000.0, truncate=False,
                                             beta_fast=4.0, beta_slow=0.5, mscale=1.2, mscale_all_dim=0.7)), [(2, 29, 17)], (7, 12)),
    "llama_longrope": (dict(size(19, 20, 17, 2, 2, 1, 36, model_type="llama", original_max_position_embeddings=12),
                            rope_scaling=dict(rope_type="longrope", **LONG)), [(2, 9, 9), (1, 23, 23)], None),
    "qwen2_window": (dict(size(19, 24, 17, 3, 6, 2, 40, model_type="qwen2", use_sliding_window=True, sliding_window=5),
                          layer_types=["sliding_attention", "full_attention", "sliding_attention"]), [(2, 23, 19)], None),
    "qwen3_window": (dict(size(19, 22, 17, 3, 2, 1, 96, head_dim=10, model_type="qwen3", use_sliding_window=True, sliding_window=4),
                          max_window_layers=1, tie_word_embeddings=True), [(3, 17, 14)], (70, 12)),
    "mistral_gqa": (size(19, 24, 17, 2, 4, 2, 32, model_type="mistral", sliding_window=3), [(2, 21, 19)], (5, 14)),
    "smollm3": (dict(size(19, 24, 17, 4, 4, 2, 32, model_type="smollm3", use_sliding_window=True, sliding_window=6),
                     no_rope_layers=[1, 0, 1, 1], tie_word_embeddings=True), [(2, 15, 11)], (6, 12)),
    "gemma3": (dict(size(19, 22, 17, 3, 2, 1, 40, head_dim=8, model_type="gemma3_text", sliding_window=5, hidden_activation="gelu_pytorch_tanh"),
                    layer_types=["sliding_attention", "full_attention", "sliding_attention"], tie_word_embeddings=True, rope_local_base_freq=100.0,
                    rope_scaling=dict(rope_type="linear", factor=8.0), query_pre_attn_scalar=12, final_logit_softcapping=9.0), [(2, 17, 14)], (7, 12)),
}


def head_dim(c):
    return c.get("head_dim") or c["hidden_size"] // c["num_attention_heads"]


def is_gemma(c):
    return c["model_type"] == "gemma3_text"


def parameters(c):
    D, I, V, hd, kind = c["hidden_size"], c["intermediate_size"], c["vocab_size"], head_dim(c), c["model_type"]
    wide = {"q": hd * c["num_attention_heads"], "k": hd * c["num_key_value_heads"], "v": hd * c["num_key_value_heads"]}
    shapes = {"model.embed_tokens.weight": (V, D)}
    for i in range(c["num_hidden_layers"]):
        at = f"model.layers.{i}."
        for part, rows in wide.items():
            shapes[f"{at}self_attn.{part}_proj.weight"] = (rows, D)
            if c.get("attention_bias") or kind == "qwen2":
                shapes[f"{at}self_attn.{part}_proj.bias"] = (rows,)
        shapes[at + "self_attn.o_proj.weight"] = (D, wide["q"])
        if c.get("attention_bias"):
            shapes[at + "self_attn.o_proj.bias"] = (D,)
        if kind == "qwen3" or is_gemma(c):
            shapes.update({at + "self_attn.q_norm.weight": (hd,), at + "self_attn.k_norm.weight": (hd,)})
        for part, (rows, columns) in {"gate": (I, D), "up": (I, D), "down": (D, I)}.items():
            shapes[f"{at}mlp.{part}_proj.weight"] = (rows, columns)
            if c.get("mlp_bias"):
                shapes[f"{at}mlp.{part}_proj.bias"] = (rows,)
        shapes.update({at + "input_layernorm.weight": (D,), at + "post_attention_layernorm.weight": (D,)})
        if is_gemma(c):
            shapes.update({at + "pre_feedforward_layernorm.weight": (D,), at + "post_feedforward_layernorm.weight": (D,)})
    shapes["model.norm.weight"] = (D,)
    if not c["tie_word_embeddings"]:
        shapes["lm_head.weight"] = (V, D)
    return shapes


def drawn(name, shape, rng, gemma):
    if "norm" in name:
        return ((0 if gemma else 1) + 0.3 * rng.standard_normal(shape)).astype(np.float32)
    spread = 0.8 if "embed" in name else 0.3 if len(shape) == 1 else 1.3 / math.sqrt(shape[1])
    return (spread * rng.standard_normal(shape)).astype(np.float32)


def rotation(c, length, dtype):
    """Frequencies of the pairs and the factor of cosines and sines."""
    rope = dict(c.get("rope_scaling") or c.get("rope_parameters") or {})
    kind, base, dim, longest = rope.get("rope_type", rope.get("type", "default")), rope.get("rope_theta", c["rope_theta"]), head_dim(c), c["max_position_embeddings"]
    original = c.get("original_max_position_embeddings", rope.get("original_max_position_embeddings", longest))
    exponents = torch.arange(0, dim, 2, dtype=torch.int64).to(dtype) / dim
    factor = rope.get("factor")
    if kind == "dynamic":
        reach = max(length, longest)
        base = base * ((factor * reach / longest) - (factor - 1)) ** (dim / (dim - 2))
    inv = 1.0 / (base ** exponents)
    if kind == "linear":
        return inv / factor, 1.0
    if kind == "longrope":
        factor = factor or longest / original
        factors = torch.tensor(rope["long_factor"] if length > original else rope["short_factor"], dtype=dtype)
        return 1.0 / (factors * base ** exponents), math.sqrt(1 + math.log(factor) / math.log(original)) if factor > 1 else 1.0
    if kind == "yarn":
        def scale(m=1.0):
            return 0.1 * m * math.log(factor) + 1.0 if factor > 1 else 1.0

        def place(turns):
            return dim * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(base))

        low, high = place(rope.get("beta_fast", 32)), place(rope.get("beta_slow", 1))
        if rope.get("truncate", True):
            low, high = math.floor(low), math.ceil(high)
        low, high = max(low, 0), min(high, dim - 1)
        ramp = ((torch.arange(dim // 2, dtype=dtype) - low) / (high + (0.001 if low == high else 0) - low)).clamp(0, 1)
        mixed = 1.0 / (factor * base ** exponents) * ramp + inv * (1 - ramp)
        both = rope.get("mscale") and rope.get("mscale_all_dim")
        return mixed, scale(rope["mscale"]) / scale(rope["mscale_all_dim"]) if both else scale()
    return inv, 1.0


def layers_of(c):
    """For each layer: its window or None, and whether it turns by position."""
    count, kind, window = c["num_hidden_layers"], c["model_type"], c.get("sliding_window")
    turns = c.get("no_rope_layers", [1] * count)
    if kind == "mistral":
        slides = [True] * count
    elif is_gemma(c):
        slides = [kind == "sliding_attention" for kind in c["layer_types"]]
    elif not c.get("use_sliding_window"):
        slides = [False] * count
    elif "layer_types" in c:
        slides = [kind == "sliding_attention" for kind in c["layer_types"]]
    else:
        slides = [not t for t in turns] if kind == "smollm3" else [i >= c["max_window_layers"] for i in range(count)]
    return [(window if s else None, bool(t)) for s, t in zip(slides, turns)]


def rms(x, weight, eps):
    return weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps))


def turned(x, cos, sin):
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin


def forward(P, c, ids, mask=None):
    eps, H, KV, hd, T = c["rms_norm_eps"], c["num_attention_heads"], c["num_key_value_heads"], head_dim(c), ids.shape[1]
    dtype = P["model.norm.weight"].dtype

    def tables(c):
        inv, factor = rotation(c, T, dtype)
        angles = torch.outer(torch.arange(T).to(dtype), inv)
        angles = torch.cat((angles, angles), -1)
        return angles.cos() * factor, angles.sin() * factor

    everywhere = within = tables(c)
    if is_gemma(c):
        within = tables(dict(c, rope_theta=c["rope_local_base_freq"], rope_scaling=None))
        P = {n: 1 + w if n.endswith("norm.weight") else w for n, w in P.items()}

    def dense(x, name):
        return F.linear(x, P[name + ".weight"], P.get(name + ".bias"))

    def added(y, name):
        return rms(y, P[name + ".weight"], eps) if is_gemma(c) else y

    x = P["model.embed_tokens.weight"][ids] * (math.sqrt(c["hidden_size"]) if is_gemma(c) else 1.0)
    for i, (window, turns) in enumerate(layers_of(c)):
        at = f"model.layers.{i}."
        cos, sin = within if window else everywhere

        def heads(y, part, count):
            rows = dense(y, f"{at}self_attn.{part}_proj").view(*ids.shape, count, hd)
            norm = P.get(f"{at}self_attn.{part}_norm.weight")
            return (rows if norm is None else rms(rows, norm, eps)).transpose(1, 2)

        y = rms(x, P[at + "input_layernorm.weight"], eps)
        q, k, v = heads(y, "q", H), heads(y, "k", KV), heads(y, "v", KV)
        if turns:
            q, k = turned(q, cos, sin), turned(k, cos, sin)
        k, v = (t.repeat_interleave(H // KV, 1) for t in (k, v))
        back = torch.arange(T)[:, None] - torch.arange(T)[None, :]
        seen = (back >= 0) & (back < (window or T))
        seen = seen[None, None] if mask is None else seen[None, None] & mask[:, None, None, :].bool()
        scores = (q @ k.transpose(2, 3) / math.sqrt(c.get("query_pre_attn_scalar", hd))).masked_fill(~seen, torch.finfo(dtype).min)
        mixed = (F.softmax(scores, -1) @ v).transpose(1, 2).reshape(*ids.shape, H * hd)
        x = x + added(dense(mixed, at + "self_attn.o_proj"), at + "post_attention_layernorm")
        y = rms(x, P[at + ("pre_feedforward" if is_gemma(c) else "post_attention") + "_layernorm.weight"], eps)
        gate = dense(y, at + "mlp.gate_proj")
        gate = F.gelu(gate, approximate="tanh") if is_gemma(c) else F.silu(gate)
        x = x + added(dense(gate * dense(y, at + "mlp.up_proj"), at + "mlp.down_proj"), at + "post_feedforward_layernorm")
    final = rms(x, P["model.norm.weight"], eps)
    logits = F.linear(final, P["model.embed_tokens.weight"] if c["tie_word_embeddings"] else P["lm_head.weight"])
    cap = c.get("final_logit_softcapping")
    return final, cap * torch.tanh(logits / cap) if cap else logits


def write(path, tensors):
    header, offset = {}, 0
    for name, value in tensors.items():
        header[name] = dict(dtype=TYPES[value.dtype], shape=list(value.shape), data_offsets=[offset, offset + value.nbytes])
        offset += value.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(v.tobytes() for v in tensors.values()))


def checks(single, double, floor=0.0):
    noise = {n: float(np.abs(single[n] - double[n]).max()) for n in single}
    most = {n: float(np.abs(double[n]).max()) for n in single}
    return {n: dict(atol=float(f"{max(1e-5 * most[n], 10 * noise[n], floor, 1e-7):.4g}"), rtol=2e-5) for n in single}


def run(weights, c, ids, mask, labels, dtype):
    P = {n: torch.from_numpy(w).to(dtype).requires_grad_() for n, w in weights.items()}
    final, logits = forward(P, c, ids, mask)
    loss = F.cross_entropy(logits[:, :-1].reshape(-1, c["vocab_size"]), labels[:, 1:].reshape(-1), ignore_index=-100)
    loss.backward()
    grads = {n: p.grad.numpy().copy() for n, p in P.items()}
    results = {"out.logits": logits, "out.final": final, "out.loss": loss}
    return {n: v.detach().numpy().copy() for n, v in results.items()}, grads


def record(name, weights, c, number, shape, rng):
    batch, length, shortest = shape
    ids = torch.from_numpy(rng.integers(0, c["vocab_size"], (batch, length)))
    mask, labels = None, ids.clone()
    if shortest < length:
        mask = torch.ones_like(ids)
        mask[-1, shortest:] = 0
        labels[mask == 0] = -100
    (single, grads), (double, grads64) = (run(weights, c, ids, mask, labels, t) for t in (torch.float32, torch.float64))
    given = {"in.input_ids": ids, "in.labels": labels, **({} if mask is None else {"in.attention_mask": mask})}
    tensors = {n: v.numpy().astype(np.int32) for n, v in given.items()}
    folder, case = out / "models" / name, f"case{number}"
    write(folder / f"{case}.safetensors", {**tensors, **single})
    write(folder / f"{case}_grads.safetensors", grads)
    meta = dict(category="models", model=name, kind=c["model_type"], weights="model.safetensors", config="config.json", grads=f"{case}_grads.safetensors",
                check=checks(single, double), grad_check=checks(grads, grads64), file=f"{case}.safetensors", name=case)
    (folder / f"{case}.json").write_text(json.dumps(meta, indent=1) + "\n")


def generate(name, weights, c, prompt_length, count, rng):
    prompt = rng.integers(0, c["vocab_size"], prompt_length)
    results = {}
    for dtype in (torch.float32, torch.float64):
        P = {n: torch.from_numpy(w).to(dtype) for n, w in weights.items()}
        ids, steps = list(map(int, prompt)), []
        for _ in range(count):
            steps.append(forward(P, c, torch.tensor([ids]))[1][0, -1])
            best = torch.topk(steps[-1], 2).values
            assert best[0] - best[1] > 1e-3, "a tie"
            ids.append(int(steps[-1].argmax()))
        results[dtype] = torch.stack(steps).numpy(), ids[prompt_length:]
    (single, chosen), (double, _) = results.values()
    folder, case = out / "generate", f"greedy_{name}"
    logits = {"out.step_logits": single}
    write(folder / f"{case}.safetensors", {"in.prompt": prompt.astype(np.int32), "out.ids": np.asarray(chosen, np.int32), **logits})
    check = {"out.ids": {"equal": True}, **checks(logits, {"out.step_logits": double})}
    meta = dict(category="generate", name=case, model=f"../models/{name}", params={}, check=check, file=f"{case}.safetensors")
    (folder / f"{case}.json").write_text(json.dumps(meta, indent=1) + "\n")


for place, (name, (config, shapes, text)) in enumerate(MODELS.items()):
    rng = np.random.default_rng(1000 + place)
    weights = {n: drawn(n, s, rng, is_gemma(config)) for n, s in parameters(config).items()}
    for folder in (out / "models" / name, out / "generate"):
        folder.mkdir(parents=True, exist_ok=True)
    (out / "models" / name / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    write(out / "models" / name / "model.safetensors", weights)
    for number, shape in enumerate(shapes):
        record(name, weights, config, number, shape, rng)
    if text:
        generate(name, weights, config, *text, rng)
    print(name)
