"""A set of reference cases that nobody has seen: odd sizes, drawn from a seed.

  python3 unseen_set.py SEED > SET.json; python3 ../reference/make_fixtures.py SET.json OUT

Reads nothing. make_fixtures.py is the script that made the reference fixtures (PyTorch 1.13).
"""
import json
import random
import sys

seed = int(sys.argv[1])
r = random.Random(seed)
ODD = [1, 3, 5, 7, 9, 13, 15, 17, 19, 23, 31, 33, 37, 47, 63, 65, 67, 79, 97, 127, 129, 131]


def odd(top=131, least=1):
    return r.choice([n for n in ODD if least <= n <= top])


def lead(top=40):
    return r.choice([[odd(top)], [r.randint(1, 4), odd(23)], [r.randint(1, 3), r.randint(1, 3), odd(9)]])


def lengths(b, t):
    return [t] + [r.randint(1, t) for _ in range(b - 1)]


def matmul():
    out = []
    for i, (ta, tb) in enumerate([(a, b) for a in (False, True) for b in (False, True)] * 3):
        batch = [[], [r.randint(2, 4)], [r.randint(1, 3), r.randint(2, 3)]][i // 4]
        top = 131 if not batch else 37
        out.append({"name": f"m{i}", "a_batch": batch, "b_batch": batch, "m": odd(top), "k": odd(top), "n": odd(top), "ta": ta, "tb": tb})
    out.append({"name": "bcast", "a_batch": [3], "b_batch": [], "m": odd(33), "k": odd(33), "n": odd(33), "ta": False, "tb": False})
    for i in range(6):
        batch = [r.randint(2, 4) for _ in range(r.randint(1, 3))]
        left = [n if r.random() < 0.5 else 1 for n in batch]
        right = [n if left[d] == 1 or r.random() < 0.3 else 1 for d, n in enumerate(batch)]
        if r.random() < 0.3:
            left = left[1:] if left[0] == 1 else left
        out.append({"name": f"both{i}", "a_batch": left, "b_batch": right, "m": odd(33), "k": odd(33), "n": odd(33), "ta": i % 2 == 1, "tb": i % 3 == 1})
    out.append({"name": "row", "m": 1, "k": odd(131, 33), "n": odd(131, 33), "ta": False, "tb": False})
    out.append({"name": "column", "m": odd(131, 33), "k": odd(131, 33), "n": 1, "ta": False, "tb": True})
    return out


def attention():
    out = []
    for i in range(8):
        hkv, group = r.randint(1, 3), r.choice([1, 1, 2, 3])
        t, b, causal = odd(67, 2), r.randint(1, 3), i % 4 != 3
        c = {"name": f"a{i}", "b": b, "hq": hkv * group, "hkv": hkv, "tq": t, "tk": t, "hd": r.choice([2, 6, 10, 14, 24, 33 if i % 2 == 0 else 34, 66]), "causal": causal}
        if i % 2:
            c.update(pad="left" if i == 5 else "right", lengths=lengths(b, t))
        if i in (3, 6, 7):
            c.update(rope_theta=r.choice([1e4, 5e5]), pos_offset=0, hd=r.choice([6, 10, 18]))
        out.append(c)
    out.append({"name": "chunk", "b": 2, "hq": 3, "hkv": 3, "tq": 5, "tk": odd(37, 7), "hd": 10, "causal": True})
    out.append({"name": "decode", "b": 3, "hq": 6, "hkv": 2, "tq": 1, "tk": odd(67, 7), "hd": 6, "causal": True, "rope_theta": 1e4, "pos_offset": 0})
    return out


def gpt2_config():
    heads = r.randint(1, 5)
    return {"vocab_size": odd(131, 33), "n_positions": 41, "n_embd": heads * r.choice([5, 6, 7, 9]), "n_layer": r.randint(1, 3), "n_head": heads}


def llama_config(tied):
    kv, group, hd = r.randint(1, 2), r.randint(1, 3), r.choice([6, 10])
    return {"vocab_size": odd(97, 33), "max_position_embeddings": 64, "hidden_size": kv * group * hd, "intermediate_size": odd(97, 17),
            "num_hidden_layers": 2, "num_attention_heads": kv * group, "num_key_value_heads": kv, "rms_norm_eps": 1e-5, "rope_theta": 1e4, "tie_word_embeddings": tied}


def cases(n=2):
    out = []
    for i in range(n):
        b, t = r.randint(1, 3), odd(33, 7)
        out.append({"b": b, "t": t, **({"lengths": lengths(b, t)} if i else {})})
    return out


def t5_config(gated):
    return {"vocab_size": odd(67, 33), "d_model": 21, "d_kv": r.choice([5, 7]), "d_ff": odd(47, 17), "num_layers": 1, "num_decoder_layers": 2, "num_heads": 3,
            "relative_attention_num_buckets": 8, "relative_attention_max_distance": 15, "feed_forward_proj": "gated-gelu" if gated else "relu", "tie_word_embeddings": not gated}


def bert_config():
    return {"vocab_size": odd(67, 33), "max_position_embeddings": 41, "hidden_size": 27, "intermediate_size": odd(67, 17), "num_hidden_layers": 2, "num_attention_heads": 3}


t5_cases = [{"b": 2, "t": 9, "target": 13}, {"b": 3, "t": 11, "target": 7, "lengths": [11, 8, 1], "target_lengths": [7, 3, 6]}]
bert = bert_config()
adam = {"optimizer": "adamw", "eps": 1e-8}
print(json.dumps({
    "set": f"unseen{seed}", "seed": seed,
    "ops": {
        "matmul": matmul(),
        "linear": [{"name": f"l{i}", "lead": lead(), "n_in": odd(), "n_out": odd(), "bias": i % 3 != 1, "layout": "conv1d" if i % 2 else "linear"} for i in range(7)],
        "embedding": [{"name": f"e{i}", "vocab": v, "dim": odd(67), "ids": [r.randint(1, 4), odd(37)], "distinct": r.randint(1, v)} for i, v in enumerate([odd(131, 17), odd(131, 3), 257])],
        "layernorm": [{"name": f"n{i}", "lead": lead(), "dim": odd(131, 3), "eps": r.choice([1e-5, 1e-6, 1e-12]), "affine": r.choice(["w", "wb"]), **e}
                      for i, e in enumerate([{}, {}, {}, {"scale": 0.003}, {"offset": 40.0}])],
        "rmsnorm": [{"name": f"n{i}", "lead": lead(), "dim": odd(131, 3), "eps": 1e-6, **e} for i, e in enumerate([{}, {}, {"scale": 0.004}])],
        "activation": [{"name": f"{fn}_{rng}", "fn": fn, "shape": lead() + [odd(67)], "range": rng}
                       for fn in ("gelu_tanh", "gelu_erf", "silu", "relu", "tanh", "sigmoid") for rng in ("normal", "extreme")],
        "swiglu": [{"name": f"s{i}", "shape": lead() + [odd(67)]} for i in range(2)],
        "softmax": [{"name": f"s{i}", "shape": lead() + [odd()], "scale": r.choice([1.0, 3.0, 9.0]), "offset": r.choice([0.0, 150.0]), "log": i % 2 == 1} for i in range(6)],
        "attention": attention(),
        "mha": [{"name": f"h{i}", "b": r.randint(1, 3), "t": odd(37, 3), "d": h * w, "heads": h} for i, (h, w) in enumerate([(1, 9), (3, 7), (5, 10)])],
        "rope": [{"name": f"r{i}", "b": r.randint(1, 3), "h": r.randint(1, 5), "t": odd(37), "hd": r.choice([2, 6, 10, 34]), "theta": r.choice([1e4, 1e6]), "offset": r.choice([0, 11])} for i in range(3)],
        "cross_entropy": [{"name": f"c{i}", "lead": ld, "v": odd(131, 3), "ignored": sorted(r.sample(range(5), i % 3)), "smoothing": [0.0, 0.1, 0.3][i % 3], "reduction": "sum" if i == 4 else "mean"}
                          for i, ld in enumerate([[7], [33], [2, 9], [5, 13], [65], [3, 3]])],
        "kl_distill": [{"name": f"k{i}", "lead": ld, "v": odd(131, 3), "T": r.choice([1.0, 1.5, 3.0]), "form": ["kl_batchmean", "soft_ce"][i % 2], "times_T2": i < 2}
                       for i, ld in enumerate([[7], [3, 5], [2, 9], [33]])],
        "infonce": [{"name": f, "n": odd(17, 3), "d": odd(67, 3), "temp": r.choice([0.07, 0.3]), "form": f} for f in ("simcse", "simcse_hard", "symmetric", "ntxent")],
        "conv1d_causal": [{"name": "c0", "b": 3, "cin": 5, "cout": 7, "t": 19, "k": 5, "dilation": 1, "groups": 1, "bias": True},
                          {"name": "c1", "b": 1, "cin": 9, "cout": 9, "t": 33, "k": 3, "dilation": 4, "groups": 9, "bias": True},
                          {"name": "c2", "b": 2, "cin": 6, "cout": 9, "t": 11, "k": 2, "dilation": 3, "groups": 3, "bias": False}],
        "rnn": [{"name": f"{k}_{l}", "kind": k, "b": r.randint(1, 3), "t": odd(13), "i": odd(19), "h": odd(23), "layers": l} for k in ("lstm", "gru", "rnn_tanh", "rnn_relu") for l in (1, 3)],
        "dropout": [{"name": "d0", "shape": [3, 7, 13], "p": 0.25}],
        "pool": [{"name": f"p_{m}", "b": 4, "t": 13, "d": odd(37), "lengths": lengths(4, 13), "mode": m} for m in ("mean", "last", "cls")],
        "grad_clip": [{"name": "g0", "shapes": [[7, 13], [129], [3, 5, 7], [1]], "scale": 2.0, "max_norm": 0.5}, {"name": "g1", "shapes": [[5]], "scale": 0.01, "max_norm": 1.0}],
        "svd_lowrank": [{"name": "s0", "m": 17, "n": 23, "ranks": [1, 5, 17]}, {"name": "s1", "m": 37, "n": 9, "ranks": [2, 3]}],
    },
    "models": {
        "gpt2": {"kind": "gpt2", "config": gpt2_config(), "cases": cases(3)},
        "gpt2_b": {"kind": "gpt2", "config": gpt2_config(), "cases": cases()},
        "llama": {"kind": "llama", "config": llama_config(False), "cases": cases()},
        "llama_tied": {"kind": "llama", "config": llama_config(True), "cases": cases()},
        "qwen2": {"kind": "qwen2", "config": llama_config(True), "cases": cases()},
        "bert": {"kind": "bert", "config": bert, "cases": cases()},
        "distilbert": {"kind": "distilbert", "config": {"vocab_size": 51, "max_position_embeddings": 41, "dim": 27, "hidden_dim": 45, "n_layers": 2, "n_heads": 3}, "cases": cases()},
        "t5": {"kind": "t5", "config": t5_config(False), "cases": t5_cases},
        "t5_gated": {"kind": "t5", "config": t5_config(True), "cases": t5_cases},
        "lstm_lm": {"kind": "lstm", "config": {"model_type": "lstm", "vocab_size": 37, "embed_dim": 11, "hidden_size": 13, "num_layers": 2}, "cases": [{"b": 3, "t": 9}]},
        "gru_lm": {"kind": "gru", "config": {"model_type": "gru", "vocab_size": 37, "embed_dim": 11, "hidden_size": 13, "num_layers": 1}, "cases": [{"b": 3, "t": 9}]},
    },
    "training": {
        "model": {"vocab_size": 53, "n_positions": 29, "n_embd": 21, "n_layer": 2, "n_head": 3},
        "teacher": {"vocab_size": 53, "n_positions": 29, "n_embd": 35, "n_layer": 2, "n_head": 5},
        "steps": 13, "batch": 3, "seq": 11, "keep_step1": True,
        "runs": {
            "first": {**adam, "lr": 0.004, "min_lr": 0.0002, "warmup": 3, "betas": [0.9, 0.97], "weight_decay": 0.05, "decay": "2d", "clip": 0.7},
            "second": {**adam, "lr": 0.002, "betas": [0.8, 0.99], "weight_decay": 0.02, "decay": "all"},
            "third": {**adam, "lr": 0.002, "betas": [0.8, 0.99], "weight_decay": 0.0, "decay": "2d", "clip": 1000.0},
            "sgd_a": {"optimizer": "sgd", "lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01},
            "sgd_b": {"optimizer": "sgd", "lr": 0.05, "momentum": 0.0, "nesterov": False, "weight_decay": 0.0, "clip": 0.5},
            "lion": {"optimizer": "lion", "lr": 0.002, "betas": [0.95, 0.98], "weight_decay": 0.05, "decay": "2d"},
            "muon": {"optimizer": "muon", "lr": 0.01, "momentum": 0.9, "ns_steps": 4, "weight_decay": 0.02, "aux": {"lr": 0.002, "betas": [0.9, 0.95], "eps": 1e-8, "weight_decay": 0.01}},
            "lora": {"task": "lora", "r": 3, "alpha": 5, **adam, "lr": 0.01, "betas": [0.9, 0.999], "weight_decay": 0.0, "decay": "all"},
            "distill": {"task": "distill", "T": 3.0, "alpha": 0.3, **adam, "lr": 0.003, "betas": [0.9, 0.999], "weight_decay": 0.01, "decay": "2d"},
            "classify_last": {"task": "classify", "pool": "last", "classes": 3, **adam, "lr": 0.003, "betas": [0.9, 0.999], "weight_decay": 0.01, "decay": "2d"},
            "classify_mean": {"task": "classify", "pool": "mean", "classes": 3, **adam, "lr": 0.003, "betas": [0.9, 0.999], "weight_decay": 0.01, "decay": "2d"},
        },
    },
    "quant": {
        "weights": [{"name": "q0", "out": 37, "in": 65, "rows": 5, "kind": "normal", "bias": True}, {"name": "q1", "out": 13, "in": 97, "rows": 3, "kind": "outlier", "bias": False},
                    {"name": "q2", "out": 7, "in": 31, "rows": 2, "kind": "zero_row", "bias": False}, {"name": "q3", "out": 9, "in": 32, "rows": 3, "kind": "ties", "bias": False}],
        "int4_group": 16,
        "prune": {"weights": {"a": [19, 37], "b": [65, 7], "c": [5, 3]}, "amounts": [0.3, 0.9]},
        "svd": {"weights": {"a": [19, 37], "b": [65, 7]}, "ranks": [1, 3, 7]},
    },
    "generate": {
        "greedy": [{"model": m, "prompt_len": p, "tokens": 12, **x} for m in ("gpt2", "gpt2_b", "llama") for p, x in ((1, {}), (7, {}), (4, {"repetition_penalty": 1.4}))],
        "sampling": {"vocab": 47, "vectors": 2, "prev": 5, "draws": 17, "cases": [
            {"name": "plain"}, {"name": "t", "temperature": 0.6}, {"name": "k", "top_k": 3}, {"name": "p", "top_p": 0.8}, {"name": "rep", "repetition_penalty": 1.3},
            {"name": "all", "repetition_penalty": 1.1, "temperature": 0.9, "top_k": 9, "top_p": 0.7}]},
    },
}, indent=1))
