#!/usr/bin/env bash
# A byte of a Parquet file changes, and the reader gets another number; checksums are in the file, and nobody looks.
#
# Guess: the format has a CRC for each page, so a changed byte is an error when it is read; at the least so in a file
#   that was written with write_page_checksum=True, or when page_checksum_verification=True is asked for.
# What happens: pyarrow neither writes nor verifies checksums unless told to, each on its own side. A file with
#   checksums is read without looking at them by default, and verification of a file without any finds nothing to
#   complain of. Only both together raise an error. In between, the 50 in a column of floats is read as 3.125. The
#   column's own statistics, which still say otherwise, are not compared either: here a value below the least one.
# Versions: pyarrow 26.0.1; Python 3.11 or later. The file is a small one of plain floats in memory, one bit of which
#   is changed.
# Where it hurts: results that are copied to and from a cluster, or kept for years, and compared to the last digit.
# What was done: a SHA-256 of each table is in the manifest of a result, and a shard of a sweep is named by that of
#   its content; both are looked at when a result is read.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'pyarrow==26.0.1'

cat > "$folder/probe.py" <<'END'
import struct
import sys

import pyarrow as pa
import pyarrow.parquet as pq

print(f"pyarrow {pa.__version__}")
values = [float(number) for number in range(10, 101)]
seen = []
for written in (False, True):
    sink = pa.BufferOutputStream()
    options = {"write_page_checksum": True} if written else {}
    pq.write_table(pa.table({"trust": values}), sink, compression="none", use_dictionary=False, **options)
    content = bytearray(sink.getvalue().to_pybytes())
    fifty = struct.pack("<d", 50.0)
    assert content.count(fifty) == 1, "the value stands in one place"
    content[content.find(fifty) + 6] ^= 0x40
    least = pq.read_metadata(pa.BufferReader(bytes(content))).row_group(0).column(0).statistics.min
    for verified in (False, True):
        options = {"page_checksum_verification": True} if verified else {}
        try:
            reader = pq.ParquetFile(pa.BufferReader(bytes(content)), pre_buffer=False, **options)
            found = str(reader.read(use_threads=False)["trust"][40].as_py())
        except OSError as error:
            found = f"OSError: {error}"
        print(f"  checksums written: {written}, verification asked for: {verified}: 50.0 is read as {found} "
              f"(least of the column by its statistics: {least})")
        seen.append(found)
sys.exit(not (seen[:3] == ["3.125"] * 3 and "CRC" in seen[3] and least == 10.0))
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
