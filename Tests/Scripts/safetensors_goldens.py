"""Makes and checks the golden files of Tests/CheckpointsTests/Goldens with the reference
implementation. Needs: pip install safetensors numpy (made with 0.8.0 and 2.4.6).

  safetensors_goldens.py            writes the golden files
  safetensors_goldens.py --check F  reads F, a file that `SafetensorsFile.write` made of the tensors
                                    of floats.safetensors, and compares every bit
"""

import pathlib
import struct
import sys

import numpy
import safetensors
import safetensors.numpy

FOLDER = pathlib.Path(__file__).parent.parent / "CheckpointsTests" / "Goldens"

# As bit patterns: signed zeros, 1, a third, the least and the largest subnormal, the largest finite
# value, infinities, a quiet and a signalling NaN with payloads.
BITS = [
    0x00000000, 0x80000000, 0x3F800000, 0xBEAAAAAB, 0x00000001, 0x807FFFFF,
    0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x7FC01234, 0xFF812345, 0x40490FDB,
]  # fmt: skip

FLOATS = {
    "special": numpy.array(BITS, dtype="<u4").view("<f4").reshape(3, 4),
    "scalar": numpy.array(2.5, dtype="<f4"),
    "empty": numpy.zeros([0], dtype="<f4"),
    "no columns": numpy.zeros([3, 0], dtype="<f4"),
    "decoders.source.bias": numpy.arange(-3, 4, dtype="<f4") / 8,
    "four.axes": numpy.arange(24, dtype="<f4").reshape(1, 2, 3, 4),
    'q"\\\n\t\x01/\u00e9\U0001f600': numpy.array([1, 2], dtype="<f4"),
}
METADATA = {'made "by"': "tests\\\n\u00e9\U0001f600"}


def packed(format, *values):
    return struct.pack(f"<{len(values)}{format}", *values)


# Through the raw interface, because NumPy has no bfloat16.
TYPES = {
    "f64": ("float64", [2, 2], packed("d", 0.1, -0.0, 5e-324, float("inf"))),
    "f64.exact": ("float64", [3], packed("d", 0.5, -3.0, float("nan"))),
    "f32": ("float32", [2], packed("I", 0x7FC01234, 0x3F800000)),
    "f16": ("float16", [2, 4], packed("H", 0, 0x8000, 0x3C00, 0x0001, 0x83FF, 0x7BFF, 0xFC00, 0x7E01)),
    "bf16": ("bfloat16", [5], packed("H", 0x3F80, 0x8000, 0x0001, 0x7F80, 0x4049)),
    "i64": ("int64", [4], packed("q", -(2**63), -1, 0, 2**53)),
    "bool": ("bool", [2], bytes([1, 0])),
    "five.axes": ("float32", [1, 1, 1, 1, 1], packed("f", 1.0)),
}


def write():
    FOLDER.mkdir(exist_ok=True)
    safetensors.numpy.save_file(FLOATS, FOLDER / "floats.safetensors", metadata=METADATA)
    buffers = {name: numpy.frombuffer(data, numpy.uint8) for name, (_, _, data) in TYPES.items()}
    specs = {
        name: safetensors.TensorSpec(
            dtype=dtype, shape=shape, data_ptr=buffers[name].ctypes.data, data_len=len(data)
        )
        for name, (dtype, shape, data) in TYPES.items()
    }
    (FOLDER / "types.safetensors").write_bytes(safetensors.serialize(specs, {"key": "value"}))


def check(path):
    with safetensors.safe_open(path, "numpy") as file:
        assert file.metadata() == METADATA, file.metadata()
        assert sorted(file.keys()) == sorted(FLOATS), list(file.keys())
        for name, expected in FLOATS.items():
            found = file.get_tensor(name)
            assert found.dtype == expected.dtype, (name, found.dtype)
            assert found.shape == expected.shape, (name, found.shape)
            assert found.tobytes() == expected.tobytes(), name
    print(f"{path}: {len(FLOATS)} tensors, every bit as expected")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(sys.argv[2])
    else:
        write()
