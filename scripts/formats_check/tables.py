"""Reads the files of a folder as pandas does: one JSON line a file with its columns and cells, or its error.

Usage: python3 tables.py FOLDER. FOLDER/manifest.json lists {file, kind, options}; cells are strings or null.
"""

import io
import json
import math
import sys
from pathlib import Path

import pandas as pd


def cell(value):
    """A cell as text; null where pandas has none."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "item"):
        value = value.item()
        return cell(value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return str(value)


def table(path, options):
    # "None" is a missing value since pandas 2.0; older ones are told so.
    return pd.read_csv(path, dtype=str, encoding="utf-8", na_values=["None"], **options)


def records(path, options):
    """As `datasets` reads JSON: Python's own parser, and a list under a field where there is one."""
    text = path.read_text(encoding="utf-8-sig")
    form = options["form"]
    if form == "lines":
        return pd.DataFrame([json.loads(line) for line in text.split("\n") if line.strip()])
    if form == "concatenated":
        decoder = json.JSONDecoder()
        rows, at = [], 0
        while at < len(text):
            while at < len(text) and text[at].isspace():
                at += 1
            if at < len(text):
                row, at = decoder.raw_decode(text, at)
                rows.append(row)
        return pd.DataFrame(rows)
    if form == "field":
        return pd.DataFrame(json.loads(text)[options["field"]])
    if form == "records":
        return pd.DataFrame(json.loads(text))
    if form == "list":
        return pd.DataFrame(json.loads(text))
    exact = {"dtype": False, "convert_dates": False, "convert_axes": False}
    if form == "table":
        return pd.read_json(io.StringIO(text), orient="table").reset_index(drop=True)
    return pd.read_json(io.StringIO(text), orient=form, **exact)


def read(path, kind, options):
    try:
        frame = (table if kind == "table" else records)(path, options)
    except Exception as error:  # every refusal of pandas counts as one
        return {"error": f"{type(error).__name__}: {error}"}
    if kind == "table" and len(frame) > 0 and not isinstance(frame.index, pd.RangeIndex):
        frame.insert(0, "index", frame.index, allow_duplicates=True)
    return {
        "columns": [str(name) for name in frame.columns],
        "rows": [[cell(value) for value in row] for row in frame.astype(object).values.tolist()],
    }


def main():
    folder = Path(sys.argv[1])
    for entry in json.loads((folder / "manifest.json").read_text()):
        found = read(folder / entry["file"], entry["kind"], entry["options"])
        print(json.dumps(found, ensure_ascii=False))


main()
