"""Reference cases of generation: logits processors, each alone and together, and what tiny models write with them, greedily and by beam search.

  python3 generate_cases.py MODELS OUT [SEED]

Reads MODELS/gpt2, MODELS/gpt2_odd and the T5 models that t5_cases.py makes; writes OUT/generation_*.json as `npm run parity -- OUT` reads them, the
models by their path from there. Needs PyTorch and numpy. What each processor does, their order, and the search restate transformers'
(logits_process.py, `_get_logits_processor`, `_beam_search` of 4.50 on); presence and frequency penalty are vLLM's. A case is only
taken where float32 and float64 agree on every token, and settings leave one.
"""
import json
import os
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from t5_cases import gelu_new, logits_of, stack, write

NINF = float("-inf")


def read(file):
    raw = file.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    at = lambda e: np.frombuffer(raw[8 + size :][slice(*e["data_offsets"])], dtype=np.float32).reshape(e["shape"])
    return {n: at(e).copy() for n, e in header.items() if n != "__metadata__"}


# What writes: ids [B, T] -> logits [B, V] behind the last one.
class Gpt2:
    def __init__(self, folder, dtype):
        self.c = json.loads((folder / "config.json").read_text())
        self.P = {n.removeprefix("transformer."): torch.from_numpy(w).to(dtype) for n, w in read(folder / "model.safetensors").items()}
        self.start = None

    def __call__(self, ids):
        P, c = self.P, self.c
        T, H, D = ids.shape[1], c["n_head"], c["n_embd"]
        norm = lambda x, at: F.layer_norm(x, (D,), P[f"{at}.weight"], P[f"{at}.bias"], c["layer_norm_epsilon"])
        conv = lambda x, at: x @ P[f"{at}.weight"] + P[f"{at}.bias"]
        hidden = torch.triu(torch.full((T, T), NINF, dtype=P["wte.weight"].dtype), 1)
        x = P["wte.weight"][ids] + P["wpe.weight"][:T]
        for i in range(c["n_layer"]):
            q, k, v = (t.unflatten(2, (H, D // H)).transpose(1, 2) for t in conv(norm(x, f"h.{i}.ln_1"), f"h.{i}.attn.c_attn").split(D, 2))
            mixed = (q @ k.transpose(2, 3) / (D // H) ** 0.5 + hidden).softmax(-1) @ v
            x = x + conv(mixed.transpose(1, 2).flatten(2), f"h.{i}.attn.c_proj")
            x = x + conv(gelu_new(conv(norm(x, f"h.{i}.ln_2"), f"h.{i}.mlp.c_fc")), f"h.{i}.mlp.c_proj")
        return norm(x, "ln_f")[:, -1] @ P["wte.weight"].T


class T5:
    def __init__(self, folder, dtype):
        self.c = json.loads((folder / "config.json").read_text())
        self.P = {n: torch.from_numpy(w).to(dtype) for n, w in read(folder / "model.safetensors").items()}
        self.start = self.c["decoder_start_token_id"]

    def reads(self, source):
        ids = torch.tensor([source])
        self.mask = torch.ones_like(ids)
        self.memory = stack(self.P, self.c, "encoder", ids, self.mask)

    def __call__(self, ids):
        B = len(ids)
        return logits_of(self.P, self.c, ids, self.mask.expand(B, -1), self.memory.expand(B, -1, -1))[:, -1]


# Processors: one sequence's ids (a list) and scores [V].
def bias_of(pairs):
    def apply(ids, s):
        for sequence, value in pairs:
            head = sequence[:-1]
            if not head or ids[-len(head) :] == head:
                s[sequence[-1]] += value
        return s
    return apply


def repetition(penalty):
    def apply(ids, s):
        seen = torch.tensor(sorted(set(ids)))
        s[seen] = torch.where(s[seen] < 0, s[seen] * penalty, s[seen] / penalty)
        return s
    return apply


def counts(presence, frequency, prompt):
    def apply(ids, s):
        n = torch.bincount(torch.tensor(ids[prompt:], dtype=torch.long), minlength=len(s)).to(s.dtype)
        return s - frequency * n - presence * (n > 0)
    return apply


def ngrams(n):
    def apply(ids, s):
        banned = {}
        for i in range(len(ids) - n + 1):
            banned.setdefault(tuple(ids[i : i + n - 1]), []).append(ids[i + n - 1])
        if len(ids) + 1 >= n:
            s[banned.get(tuple(ids[len(ids) + 1 - n :]), [])] = NINF
        return s
    return apply


def ban(tokens, when=lambda ids: True):
    def apply(ids, s):
        if when(ids):
            s[tokens] = NINF
        return s
    return apply


def force(token, length):
    def apply(ids, s):
        if len(ids) == length:
            s = torch.full_like(s, NINF)
            s[token] = 0
        return s
    return apply


def top_k(k):
    return lambda ids, s: s.masked_fill(s < torch.topk(s, min(k, len(s))).values[-1], NINF)


def top_p(p):
    def apply(ids, s):
        ordered, at = torch.sort(s)
        remove = ordered.softmax(-1).cumsum(-1) <= 1 - p
        remove[-1] = False
        return s.masked_fill(torch.zeros_like(remove).scatter(0, at, remove), NINF)
    return apply


def min_p(p):
    def apply(ids, s):
        probs = s.softmax(-1)
        return s.masked_fill(probs < p * probs.max(), NINF)
    return apply


def typical(mass):
    def apply(ids, s):
        logs = s.log_softmax(-1)
        entropy = -(logs * logs.exp()).nansum()
        ordered, at = torch.sort((-logs - entropy).abs())
        last = min(int((s[at].softmax(-1).cumsum(-1) < mass).sum()), len(s) - 1)
        remove = ordered > ordered[last]
        remove[0] = False
        return s.masked_fill(torch.zeros_like(remove).scatter(0, at, remove), NINF)
    return apply


def processors(g, prompt, longest, eos, samples):
    """`prompt`: tokens that a sequence begins with; `longest`: new ones at most."""
    made, has = [], lambda name: g.get(name) not in (None, [], 0)
    if has("sequence_bias"):
        made.append(bias_of(g["sequence_bias"]))
    if g.get("repetition_penalty", 1) != 1:
        made.append(repetition(g["repetition_penalty"]))
    if has("presence_penalty") or has("frequency_penalty"):
        made.append(counts(g.get("presence_penalty", 0), g.get("frequency_penalty", 0), prompt))
    if has("no_repeat_ngram_size"):
        made.append(ngrams(g["no_repeat_ngram_size"]))
    if has("bad_words_ids"):
        made.append(bias_of([(w, NINF) for w in g["bad_words_ids"] if w not in [[e] for e in eos]]))
    if has("min_new_tokens"):
        made.append(ban(eos, lambda ids: len(ids) < prompt + g["min_new_tokens"]))
    elif has("min_length"):
        made.append(ban(eos, lambda ids: len(ids) < g["min_length"]))
    if g.get("forced_bos_token_id") is not None:
        made.append(force(g["forced_bos_token_id"], 1))
    if g.get("forced_eos_token_id") is not None:
        made.append(force(g["forced_eos_token_id"], prompt + longest - 1))
    made += [force(token, prompt + place) for place, token in g.get("forced_tokens", [])]
    if has("suppress_tokens"):
        made.append(ban(g["suppress_tokens"]))
    if has("begin_suppress_tokens"):
        begin = prompt + (prompt == 1 and g.get("forced_bos_token_id") is not None)
        made.append(ban(g["begin_suppress_tokens"], lambda ids: len(ids) == begin))
    if samples:
        if g.get("temperature", 1) != 1:
            made.append(lambda ids, s: s / g["temperature"])
        made += [make(g[name]) for name, make in (("top_k", top_k), ("top_p", top_p), ("min_p", min_p), ("typical_p", typical)) if has(name)]
    return made


def processed(made, ids, scores):
    for one in made:
        scores = one(list(ids), scores.clone())
    return scores


class NothingLeft(Exception):
    pass


def up_to_end(written, eos):
    ends = [i for i, token in enumerate(written) if token in eos]
    return written[: ends[0]] if ends else written


def greedy(model, prompt, g, longest, eos):
    made, ids = processors(g, len(prompt), longest, eos, False), list(prompt)
    for _ in range(longest):
        scores = processed(made, ids, model(torch.tensor([ids]))[0])
        if scores.max() == NINF:
            raise NothingLeft
        ids.append(int(scores.argmax()))
        if ids[-1] in eos:
            break
    return [up_to_end(ids[len(prompt) :], eos)], None


def beams(model, prompt, g, longest, eos):
    n, power, early = g["num_beams"], g.get("length_penalty", 1.0), g.get("early_stopping", False)
    made, P = processors(g, len(prompt), longest, eos, False), len(prompt)
    running, sums, done = [list(prompt)], [0.0], []
    for length in range(1, longest + 1):
        logs = F.log_softmax(model(torch.tensor(running)), -1)
        table = torch.stack([processed(made, ids, row) + total for ids, row, total in zip(running, logs, sums)])
        values, at = table.flatten().topk(min(max(2, 1 + len(eos)) * n, table.numel()))
        V = table.shape[1]
        found = [(v, running[i // V] + [i % V]) for v, i in zip(values.tolist(), at.tolist()) if v > NINF]
        if not found:
            raise NothingLeft
        ended = [length == longest or ids[-1] in eos for _, ids in found]
        done += [(v / length**power, ids) for (v, ids), end in list(zip(found, ended))[:n] if end]
        done = sorted(done, key=lambda pair: -pair[0])[:n]
        going = [pair for pair, end in zip(found, ended) if not end][:n]
        if not going:
            break
        hoped = going[0][0] / (longest if early == "never" and power > 0 else length) ** power
        if len(done) == n and (early is True or hoped <= done[-1][0]):
            break
        sums, running = [v for v, _ in going], [ids for _, ids in going]
    best = done[: g.get("num_return_sequences", 1)]
    return [up_to_end(ids[P:], eos) for _, ids in best], [v for v, _ in best]


def padded(rows):
    width = max(1, *map(len, rows))
    return np.array([row + [-1] * (width - len(row)) for row in rows], dtype=np.int32)


def save(out, name, meta, tensors):
    write(out / f"{name}.safetensors", tensors)
    (out / f"{name}.json").write_text(json.dumps(dict(category="generate", name=name, file=f"{name}.safetensors", **meta), indent=1) + "\n")


def alone(rng, V, ids, prompt):
    """Settings of every processor, each by itself and together, for a vocabulary of that size."""
    some = lambda n: sorted(map(int, rng.choice(V, n, replace=False)))
    words = [[ids[-1], some(1)[0]], [ids[-2], ids[-1], some(1)[0]], [some(1)[0]], [some(1)[0], some(1)[0]]]
    made = {
        "bias": {"sequence_bias": [[w, float(b)] for w, b in zip(words, (1.5, -2.25, 3.0, 4.0))]},
        "repetition": {"repetition_penalty": 1.7}, "repetition_below": {"repetition_penalty": 0.6},
        "presence": {"presence_penalty": 1.1}, "frequency": {"frequency_penalty": 0.35}, "counts": {"presence_penalty": -0.5, "frequency_penalty": 0.8},
        "ngram1": {"no_repeat_ngram_size": 1}, "ngram2": {"no_repeat_ngram_size": 2}, "ngram3": {"no_repeat_ngram_size": 3},
        "bad_words": {"bad_words_ids": words}, "min_new": {"min_new_tokens": len(ids) - prompt + 1}, "min_new_over": {"min_new_tokens": len(ids) - prompt},
        "min_length": {"min_length": len(ids) + 1}, "suppress": {"suppress_tokens": some(3)}, "begin_suppress": {"begin_suppress_tokens": some(3)},
        "forced": {"forced_tokens": [[len(ids) - prompt, some(1)[0]]]}, "forced_elsewhere": {"forced_tokens": [[0, some(1)[0]]]},
        "forced_eos": {"forced_eos_token_id": some(1)[0]},
        "temperature": {"temperature": 0.63}, "top_k": {"temperature": 1, "top_k": 7}, "top_k_over": {"temperature": 1, "top_k": V + 9},
        "top_p": {"temperature": 1, "top_p": 0.83}, "top_p_0": {"temperature": 1, "top_p": 0.0001}, "min_p": {"temperature": 1, "min_p": 0.17},
        "typical": {"temperature": 1, "typical_p": 0.71}, "typical_small": {"temperature": 1, "typical_p": 0.05},
    }
    warped = {"temperature": 1.37, "top_k": 23, "top_p": 0.91, "min_p": 0.04, "typical_p": 0.88}
    held = {"repetition_penalty": 1.25, "presence_penalty": 0.4, "frequency_penalty": 0.2, "no_repeat_ngram_size": 2, "bad_words_ids": words,
            "suppress_tokens": some(2), "min_new_tokens": len(ids), "sequence_bias": [[words[0], 0.75]]}
    return {**made, "warpers": warped, "together": held, "all": {**held, **warped}}


def processor_case(out, seed, V):
    rng = np.random.default_rng(seed)
    prompt, length = 5, 17
    ids = [int(i) for i in rng.integers(0, min(V, 11), length)]
    scores = (rng.standard_normal(V) * 2.3).astype(np.float32)
    eos, longest = [int(i) for i in rng.choice(V, 2, replace=False)], length - prompt + 1
    cases, tensors = [], {"in.scores": scores, "in.ids": np.array(ids, dtype=np.int32)}
    for name, g in alone(rng, V, ids, prompt).items():
        got = {}
        for dtype in (torch.float32, torch.float64):
            made = processors(g, prompt, longest, eos, "temperature" in g)
            got[dtype] = processed(made, ids, torch.from_numpy(scores).to(dtype)).numpy()
        single, double = got.values()
        if not np.array_equal(np.isinf(single), np.isinf(double)):
            continue
        cases.append({"name": name, **g})
        tensors[f"out.{name}"] = single
    check = {f"out.{c['name']}": {"atol": 1e-5, "rtol": 2e-5} for c in cases}
    meta = dict(params=dict(prompt_tokens=prompt, max_new_tokens=longest, eos_token_id=eos), cases=cases, check=check)
    save(out, f"generation_processors_{V}", meta, tensors)


def searches(rng, V):
    some = lambda n: sorted(map(int, rng.choice(V, n, replace=False)))
    stops = {"true": True, "false": False, "never": "never"}
    made = {f"beams{n}_{name}_{lp}": {"num_beams": n, "early_stopping": stop, "length_penalty": lp, "num_return_sequences": n}
            for n, lp in ((2, 1.0), (3, 0.0), (3, 2.0), (5, -0.7)) for name, stop in stops.items()}
    return {
        **made,
        "beams_wide": {"num_beams": 9, "num_return_sequences": 4, "early_stopping": "never"},
        "beams_held": {"num_beams": 3, "num_return_sequences": 2, "repetition_penalty": 1.4, "no_repeat_ngram_size": 2, "min_new_tokens": 6},
        "beams_forced": {"num_beams": 4, "suppress_tokens": some(4), "forced_tokens": [[1, some(1)[0]]], "bad_words_ids": [some(1)]},
        "plain": {}, "ngram": {"no_repeat_ngram_size": 2}, "repetition": {"repetition_penalty": 1.5},
        "counts": {"presence_penalty": 0.9, "frequency_penalty": 0.6}, "bans": {"bad_words_ids": [some(1), some(2)], "suppress_tokens": some(5)},
        "shortest": {"min_new_tokens": 9, "repetition_penalty": 1.2}, "forced": {"forced_tokens": [[0, some(1)[0]], [4, some(1)[0]]]},
    }


def text_case(out, models, name, make, seed, longest):
    rng = np.random.default_rng(seed)
    single, double = (make(models / name, dtype) for dtype in (torch.float32, torch.float64))
    V = single.c["vocab_size"]
    read_ids = [int(i) for i in rng.integers(0, V, int(rng.integers(2, 7)))]
    for model in (single, double):
        if model.start is not None:
            model.reads(read_ids)
    prompt = read_ids if single.start is None else [single.start]
    # End tokens that some beams meet: of the likely ones, after a while.
    likely = model(torch.tensor([prompt]))[0].topk(min(V, 12)).indices.tolist()
    eos = sorted(likely[3:9:4])
    cases, tensors = [], {"in.prompt": np.array(read_ids, dtype=np.int32)}
    for called, g in searches(rng, V).items():
        write_by = beams if "num_beams" in g else greedy
        try:
            (texts, scores), (texts64, scores64) = (write_by(m, prompt, g, longest, eos) for m in (single, double))
        except NothingLeft:
            continue
        if texts != texts64:
            continue
        cases.append({"name": called, "max_new_tokens": longest, **g})
        tensors[f"ids.{called}"] = padded(texts)
        if scores:
            tensors[f"scores.{called}"] = np.array(scores64, dtype=np.float32)
    check = {n: {"atol": 2e-5, "rtol": 2e-5} for n in tensors if n.startswith("scores.")}
    where = os.path.relpath(models / name, out)
    save(out, f"generation_{name}", dict(model=where, params=dict(eos_token_id=eos), cases=cases, check=check), tensors)
    print(name, len(cases), "cases of", len(searches(rng, V)), "eos", eos)


if __name__ == "__main__":
    models, out = Path(sys.argv[1]), Path(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 4000
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    with torch.no_grad():
        for place, V in enumerate((29, 101, 1013)):
            processor_case(out, seed + place, V)
        for place, (name, make) in enumerate((("gpt2", Gpt2), ("gpt2_odd", Gpt2), ("t5_answers", T5), ("t5_v1_1_answers", T5))):
            text_case(out, models, name, make, seed + 50 + place, 14)
