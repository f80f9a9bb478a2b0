"""The weights of an exported folder as floats, by docs/formats.md ("Tensors of a compressed weight"): integers
with scales, values with a bitmask, factors. PyTorch alone."""

import json
import math
import re
import struct

import torch

DTYPES = {
    "F32": torch.float32,
    "F16": torch.float16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I8": torch.int8,
    "U8": torch.uint8,
}
CONV1D = re.compile(r"\.c_(attn|proj|fc)(\.(left|right))?$")


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
        dtype = DTYPES[entry["dtype"]]
        tensor = torch.frombuffer(part, dtype=dtype) if part else torch.zeros(0, dtype=dtype)
        tensors[name] = tensor.reshape(entry["shape"])
    return tensors


def unpack(words, bits, size, axis):
    """pack_to_int32 backwards: integers around zero."""
    each = 32 // bits
    codes = [(words >> (bits * slot)) & (2**bits - 1) for slot in range(each)]
    whole = torch.stack(codes, dim=axis + 1).flatten(axis, axis + 1)
    return whole.narrow(axis, 0, size[axis]) - 2 ** (bits - 1)


def spread(parts):
    """sparse-bitmask: a matrix of the values that are left."""
    rows, columns = parts["shape"].tolist()
    bits = parts["bitmask"].reshape(rows, -1, 1) >> torch.arange(8, dtype=torch.uint8)
    kept = (bits & 1).reshape(rows, -1)[:, :columns].bool()
    before = kept.sum(1).cumsum(0) - kept.sum(1)
    assert torch.equal(parts["row_offsets"], before), "row_offsets"
    whole = torch.zeros(rows, columns, dtype=parts["compressed"].dtype)
    whole[kept] = parts["compressed"]
    return whole


def scaled(q, scale, zero, size):
    """Each scale and zero point stands for a row, a group of a row, or all."""
    rows, columns = q.shape
    if scale.numel() == 1:
        return (q - (zero if zero is not None else 0)).float() * scale
    group = size or columns
    places = torch.arange(columns) // group
    offset = 0 if zero is None else zero[:, places]
    return (q - offset).float() * scale[:, places]


def weight_of(parts, scheme):
    sparse = spread(parts) if "compressed" in parts else None
    if "weight_scale" not in parts:
        return sparse
    args = scheme["weights"]
    bits = args["num_bits"]
    scale, zero = parts["weight_scale"], None
    if "weight_packed" in parts:
        size = parts["weight_shape"].tolist()
        q = unpack(parts["weight_packed"], bits, size, 1)
        if not args["symmetric"]:
            zero = unpack(parts["weight_zero_point"], bits, scale.shape, 0)
    else:
        q = (sparse if sparse is not None else parts["weight"]).int()
    return scaled(q, scale, zero, args["group_size"])


PART = re.compile(
    r"^(.*)\.(weight_packed|weight_shape|weight_scale|weight_zero_point|compressed|bitmask|row_offsets|shape)$"
)


def float_weights(folder, config):
    """name -> float32 tensor, as the class of the model has it."""
    tensors = read_safetensors(folder / "model.safetensors")
    groups = config.get("quantization_config", {}).get("config_groups", {})
    scheme = groups.get("group_0")
    modules = {}
    for name in list(tensors):
        found = PART.match(name)
        if found:
            module, end = found.groups()
            modules.setdefault(module, {})[end] = tensors.pop(name)
    for module, parts in modules.items():
        parts["weight"] = tensors.get(module + ".weight")
        weight = weight_of(parts, scheme)
        is_turned = "weight_scale" in parts and CONV1D.search(module)
        tensors[module + ".weight"] = weight.T.contiguous() if is_turned else weight
    for module in config.get("factored_layers", []):
        left = tensors.pop(module + ".left.weight").float()
        right = tensors.pop(module + ".right.weight").float()
        tensors[module + ".weight"] = left @ right
    return {name: tensor.float() for name, tensor in tensors.items()}
