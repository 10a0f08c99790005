"""Writes the seeds of the fuzz targets: small inputs that reach each branch which random bytes would be slow to find.

    python3 Tests/Fuzz/make_seeds.py
"""

import json
import struct
from pathlib import Path

CORPORA = Path(__file__).parent / "Corpora"


def write(target, seeds):
    folder = CORPORA / target
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in seeds.items():
        content = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(content)


def safetensors(header, data=b""):
    header = header if isinstance(header, str) else json.dumps(header)
    return struct.pack("<Q", len(header.encode())) + header.encode() + data


def tensor(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


SIZES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "I64": 8, "I32": 4, "I16": 2,
    "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}


def every_type():
    header, end = {}, 0
    for name, size in SIZES.items():
        header[name.lower()] = tensor(name, [2], end, end + 2 * size)
        end += 2 * size
    return safetensors(header, bytes(range(end)))


write("FuzzSafetensors", {
    "empty": safetensors("{}      "),
    "every-type": every_type(),
    "metadata": safetensors({"__metadata__": {"format": "pt", "\u00e9": "\ud83d\ude00\n"}}),
    "escapes": safetensors('{"\\u00e9\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t":'
                           '{"dtype":"F32","shape":[],"data_offsets":[0,4]}}', b"\0\0\x80\x3f"),
    "empty-tensors": safetensors({"a": tensor("F32", [0, 3], 0, 0), "b": tensor("F32", [1], 0, 4),
                                  "c": tensor("F32", [2, 0], 4, 4)}, b"abcd"),
    "five-axes": safetensors({"a": tensor("U8", [1, 2, 1, 2, 1], 0, 4)}, b"abcd"),
    "overlap": safetensors({"a": tensor("F32", [2], 0, 8), "b": tensor("F32", [1], 4, 8)}, bytes(8)),
    "overflow": safetensors({"a": tensor("F64", [1 << 32, 1 << 32], 0, 8)}, bytes(8)),
    "claims-a-terabyte": safetensors({"a": tensor("F32", [1 << 38], 0, 1 << 40)}, bytes(8)),
    "long-header": struct.pack("<Q", 100_000_000) + b"{",
    "zip": b"PK\x03\x04\0\0\0\0\0\0",
})

MANIFEST = {
    "format": "swift-seqrec checkpoint", "formatVersion": 1, "version": "0.1.0", "model": "sasrec",
    "preset": "default",
    "hyperparameters": {"width": 64, "rate": 0.001, "norms": "pre", "reshuffle": True, "tiny": 5e-324, "n": -0.0},
    "seed": (1 << 64) - 1, "kernels": "portable",
    "data": {
        "name": "r\u00e9.csv", "sha256": None, "events": "0123", "users": 3, "items": 6, "interactions": 10,
        "filter": {"minInteractions": 5}, "heldOut": {"protocol": "leave-one-out"},
    },
    "training": {"epochsRun": 7, "bestEpoch": 4, "loss": 0.1, "validation": None,
                 "weightsDigest": "0123456789abcdef"},
    "files": {
        "items": {"file": "items-0123456789abcdef.json", "length": 9, "digest": "0123456789abcdef"},
        "weights": {"file": "weights-fedcba9876543210.safetensors", "length": 900, "digest": "fedcba9876543210"},
    },
}


def manifest(**changes):
    return json.dumps(MANIFEST | changes, indent=1)


write("FuzzManifest", {
    "whole": manifest(),
    "newer": manifest(formatVersion=2),
    "no-weights": manifest(files={"items": MANIFEST["files"]["items"]}),
    "untrained": manifest(training={"epochsRun": 0, "bestEpoch": None, "loss": None, "validation": None,
                                    "weightsDigest": None}),
    "no-options": manifest(hyperparameters={}),
    "nested": "[[[[[[[[[1]]]]]]]]]",
    "numbers": "[0, -1, 1.5e+3, 2E-2, 18446744073709551616, true, false, null]",
    "escapes": '{"\\u00e9\\ud83d\\ude00\\"\\\\\\/\\b\\f\\n\\r\\t": ""}',
})

# The first byte is the format's number, and 9 times that of the columns: see FuzzInteractions.swift.
AUTO, ML100K, ML1M, CSV, TSV, RECBOLE, SASREC, HISTORIES, RECHORUS = range(9)
POSITIVE = 0x80


def log(choice, text):
    return bytes([choice]) + (text.encode() if isinstance(text, str) else text)


write("FuzzInteractions", {
    "auto-csv": log(AUTO, "user,item,rating,timestamp\na,x,4.5,1\nb,\"y,\"\"z\",1,2\n"),
    "auto-movielens": log(AUTO, "1\t2\t3\t881250949\n2\t2\t5\t881250948\n"),
    "auto-colons": log(AUTO, "1::1193::5::978300760\r\n1::\u00e9::3::978302109"),
    "auto-recbole": log(AUTO, "user_id:token\titem_id:token\ttimestamp:float\n1\t2\t3\n"),
    "auto-words": log(AUTO, "1 2\n1 3\n2 2\n"),
    "positive": log(AUTO | POSITIVE, "user,item,rating,timestamp\na,x,4,1\na,y,2,2\n"),
    "csv": log(CSV, "\ufeffa,\"d\ne\",-1e1,2\n\n f , g ,0,.5"),
    "csv-no-header": log(CSV, "1,2,3\n4,5,9223372036854775807\n"),
    "csv-user-item": log(CSV + 9, "a,x\nb,y\n"),
    "csv-item-user-time": log(CSV + 18, "x,a,3\ny,b,1e3\n"),
    "csv-ignored": log(CSV + 27, "a,z,x,3\nb,z,y,4\n"),
    "tsv": log(TSV, "user\titem\ttime\na\tx\t-1.5\n"),
    "movielens-1m": log(ML1M, "1::2::3::4\n"),
    "movielens-100k": log(ML100K, "1\t2\t3\t4\n"),
    "recbole": log(RECBOLE, "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\t2\t3\t4\n"),
    "sasrec": log(SASREC, "1 2\n1  3\n \n2 2\n"),
    "histories": log(HISTORIES, "1 2 3 4\n2 5\n"),
    "rechorus": log(RECHORUS, "user_id\titem_id\ttime\tneg_items\n1\t2\t3\t[4, 5]\n"),
    "gzip": log(AUTO, b"\x1f\x8b\x08\0\0\0\0\0"),
    "utf-16": log(AUTO, "a,b,1\n".encode("utf-16")),
})

write("FuzzStream", {
    "dialogue": "observe u0 i1\nrecommend u0 3\nrecommend u1\nobserve ann new\nrecommend ann 100\n",
    "errors": "shout\nobserve u0\nrecommend u0 0\nrecommend u0 many\nrecommend u0 2 3\n",
    "spaces": "\n \t\n\tobserve  u0\ti1 \r\nrecommend\tu0  2\r\n",
    "large": "recommend u0 9223372036854775807\nrecommend u0 9223372036854775808\nrecommend u0 -1\n",
    "texts": "observe \u00e9 e\u0301\nrecommend \u00e9\nrecommend e\u0301\nobserve \"\\ \u2028\nrecommend \"\\ 9\n",
    "bytes": b"recommend \xff 3\nobserve u0 \xc0\xaf\n\0\n",
})
