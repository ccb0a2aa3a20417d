"""Reads the Parquet files below a folder with pyarrow and prints what is in them as one JSON document.

{table: {"columns": {name: type}, "rows": n, "files": n, "groups": n, "codecs": [..], "encodings": [..],
         "days": {event_date: rows}, "sums": {column: text}, "nulls": {column: n}}}
"""
import json
import os
import sys

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def total(column):
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return str(sum((value for value in column.to_pylist() if value is not None), 0))
    if pa.types.is_timestamp(kind):
        return str(sum(value for value in column.cast(pa.int64()).to_pylist() if value is not None))
    if pa.types.is_string(kind):
        return str(sum(len(value.encode()) for value in column.to_pylist() if value is not None))
    raise SystemExit(f"a column is {kind}")


def read(folder):
    table = {"columns": {}, "rows": 0, "files": 0, "groups": 0, "days": {}}
    codecs, encodings, parts = set(), set(), []
    for parent, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(parent, name)
            file = pq.ParquetFile(path)
            columns = {field.name: str(field.type) for field in file.schema_arrow}
            if table["columns"] not in ({}, columns):
                raise SystemExit(f"{path} has other columns: {columns}")
            table["columns"] = columns
            table["files"] += 1
            table["groups"] += file.metadata.num_row_groups
            for group in range(file.metadata.num_row_groups):
                for column in range(file.metadata.num_columns):
                    chunk = file.metadata.row_group(group).column(column)
                    codecs.add(chunk.compression)
                    encodings.update(chunk.encodings)
            rows = file.read()
            parts.append(rows)
            table["rows"] += rows.num_rows
            day = os.path.basename(parent)
            if day.startswith("event_date="):
                day = day[len("event_date="):]
                table["days"][day] = table["days"].get(day, 0) + rows.num_rows
    whole = pa.concat_tables(parts)
    table["codecs"] = sorted(codecs)
    table["encodings"] = sorted(encodings)
    table["sums"] = {name: total(whole.column(name)) for name in whole.column_names}
    table["nulls"] = {name: pc.sum(pc.is_null(whole.column(name))).as_py() or 0 for name in whole.column_names}
    return table


root = sys.argv[1]
print(json.dumps({name: read(os.path.join(root, name)) for name in sorted(os.listdir(root))}))
