#!/usr/bin/env python3
"""Encodes the same music to the same ladder with Sillon and with ffmpeg, and writes results/encode.md.

    bench/encode.py [REPETITIONS]        5 unless told

The ladder: AAC-LC at 160, 96 and 64 kbit/s, and FLAC when the source is lossless, as HLS in fragmented MP4, from one
decoding pass. The ratio that counts is with one ffmpeg command and its default AAC coder; the other two ffmpegs show
how much of it is left when ffmpeg is tuned for speed (its fast coder sounds worse) or spread over the cores. Contenders take turns, so that a change of the machine's mood meets all of them. Wall time is that of the
whole process, from start to end; CPU time is what all its threads used; memory is its peak.
The ratio is ffmpeg's median divided by Sillon's: 6 means that Sillon is six times as fast.
Sillon's time includes what ffmpeg is not asked for: loudness after EBU R 128, waveform, a digest of the sound, syncing
the files to the disk.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from shlex import quote
from statistics import median

from measuring import MUSIC, SILLON, Run, first_line, load, machine, run_measured, spread, table, write_result

PIECE = MUSIC / "knalgan_theme.ogg"
GOAL = 6.0
BIT_RATES = ["160k", "96k", "64k"]


def sillon(source: Path, out: Path) -> list:
    return [SILLON, "media", "encode", source, out]


def ffmpeg(coder: str):
    """One command, one decode, one output for each rendition; `coder` is ffmpeg's choice of effort."""

    def command(source: Path, out: Path) -> list:
        out.mkdir()
        maps, codecs, variants = [], [], []
        for index, rate in enumerate(BIT_RATES):
            maps += ["-map", "0:a:0"]
            codecs += [f"-c:a:{index}", "aac", f"-b:a:{index}", rate, f"-aac_coder:a:{index}", coder]
            variants.append(f"a:{index}")
        if source.suffix == ".flac":
            maps += ["-map", "0:a:0"]
            codecs += [f"-c:a:{len(BIT_RATES)}", "flac", "-strict", "-2"]
            variants.append(f"a:{len(BIT_RATES)}")
        hls = ["-f", "hls", "-hls_time", "4", "-hls_segment_type", "fmp4", "-hls_flags", "single_file", "-hls_playlist_type", "vod"]
        names = ["-var_stream_map", " ".join(variants), "-master_pl_name", "master.m3u8", out / "%v.m3u8"]
        return ["ffmpeg", "-nostdin", "-loglevel", "error", "-i", source, *maps, *codecs, *hls, *names]

    return command


def ffmpeg_side_by_side(source: Path, out: Path) -> list:
    """A process for each rendition, all at once: decodes as often as there are renditions, but uses more cores."""
    out.mkdir()
    codecs = [f"-c:a aac -b:a {rate}" for rate in BIT_RATES] + (["-c:a flac -strict -2"] if source.suffix == ".flac" else [])
    hls = "-f hls -hls_time 4 -hls_segment_type fmp4 -hls_flags single_file -hls_playlist_type vod"
    commands = [
        f"ffmpeg -nostdin -loglevel error -i {quote(str(source))} -map 0:a:0 {codec} {hls} {quote(str(out / f'{index}.m3u8'))} & made+=($!)"
        for index, codec in enumerate(codecs)
    ]
    return ["bash", "-c", "made=(); " + "\n".join(commands) + '\nfor one in "${made[@]}"; do wait "$one" || exit 1; done']


CONTENDERS = {
    "Sillon": sillon,
    "ffmpeg, one command": ffmpeg("twoloop"),
    "ffmpeg, one command, -aac_coder fast": ffmpeg("fast"),
    "ffmpeg, a process for each rendition": ffmpeg_side_by_side,
}
PEER = "ffmpeg, one command"


def measure(source: Path, folder: Path, repetitions: int) -> dict[str, list[Run]]:
    runs: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    for repetition in range(repetitions):
        for name, command in CONTENDERS.items():
            out = folder / "out"
            run = run_measured(command(source, out))
            check(out, lossless=source.suffix == ".flac")
            shutil.rmtree(out)
            runs[name].append(run)
            print(f"{source.name} {repetition + 1}/{repetitions} {name}: {run.wall_s:.2f} s (load {load()})", file=sys.stderr)
    return runs


def check(out: Path, lossless: bool) -> None:
    """Every contender has made every rendition."""
    expected = len(BIT_RATES) + int(lossless)
    made = len([*out.glob("*.mp4"), *out.glob("*.m4s")])
    if made != expected:
        raise SystemExit(f"{out} has {made} renditions instead of {expected}")


def section(source: Path, duration_s: float, runs: dict[str, list[Run]]) -> str:
    base = runs["Sillon"]
    rows = []
    for name, measured in runs.items():
        walls, cpus = [run.wall_s for run in measured], [run.cpu_s for run in measured]
        wall_ratio = median(walls) / median([run.wall_s for run in base])
        cpu_ratio = median(cpus) / median([run.cpu_s for run in base])
        peak = max(run.peak_mib for run in measured)
        rows.append([name, spread(walls), f"{wall_ratio:.1f}", spread(cpus), f"{cpu_ratio:.1f}", f"{peak:.0f}"])
    head = ["", "wall s: median (min to max)", "ratio", "CPU s: median (min to max)", "ratio", "peak MiB"]
    minutes = f"{int(duration_s) // 60}:{int(duration_s) % 60:02}"
    ladder = "three AAC and FLAC" if source.suffix == ".flac" else "three AAC"
    return f"## {source.name}, {minutes}, {ladder}\n\n{table(head, rows)}\n"


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory(prefix="sillon-bench-") as temporary:
        folder = Path(temporary)
        lossless = folder / (PIECE.stem + ".flac")
        subprocess.run(["ffmpeg", "-nostdin", "-loglevel", "error", "-i", PIECE, "-sample_fmt", "s16", lossless], check=True)
        sources = [PIECE, lossless]
        results = {source: measure(source, folder, repetitions) for source in sources}
        sections = [section(source, duration(source), runs) for source, runs in results.items()]
    ratios = [median([run.wall_s for run in runs[PEER]]) / median([run.wall_s for run in runs["Sillon"]]) for runs in results.values()]
    verdict = "met" if min(ratios) >= GOAL else "missed"
    text = "\n".join(
        [
            "# Encoding: Sillon and ffmpeg\n",
            f"Goal: at least {GOAL:.0f} times as fast as ffmpeg in wall time. **{verdict.capitalize()}: "
            + " and ".join(f"{ratio:.1f}" for ratio in ratios) + " times.**",
            f"\nMade by `bench/encode.py`, whose head says what is measured; {repetitions} repetitions, taking turns.\n",
            *machine(),
            f"- {first_line(SILLON, '--version')}, release build; {first_line('ffmpeg', '-version')}\n",
            *sections,
        ]
    )
    write_result("encode.md", text)


def duration(source: Path) -> float:
    return float(first_line("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", source))


if __name__ == "__main__":
    main()
