"""Runs within the box, by itself: carries octets from the box's loopback to the one socket that leads out, and starts the browser.

    python -I -S forwarder.py SOCKET PORT PROGRAM ARGUMENT…

The standard library alone, since nothing else is there. The browser gets the descriptors 3 and 4.
"""

from __future__ import annotations

import asyncio
import sys

_PIECE = 1 << 16


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        writer.close()


async def _main(way: str, port: int, *line: str) -> int:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            out_reader, out_writer = await asyncio.open_unix_connection(way)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_carry(reader, out_writer), _carry(out_reader, writer))
        writer.close()
        out_writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", port):
        browser = await asyncio.create_subprocess_exec(*line, pass_fds=(3, 4))
        return await browser.wait()


if __name__ == "__main__":
    sys.exit(asyncio.run(_main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])))
