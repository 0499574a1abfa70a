"""Sound files of every kind that calque reads, and the commands that read them."""

import gzip
import lzma
import os
import shutil
import subprocess
import sys

from fuzzing import marian
from fuzzing.memories import memory, zstandard

WORDS = ["red", "dog", "cat", "blue", "sun"]
SOURCES = [" ".join(WORDS[(n * 7 + p * 3) % 5] for p in range(n % 5 + 1)) for n in range(60)]
TARGETS = [" ".join(reversed(line.split())) for line in SOURCES]
SIZES = """--workers 1 --set vocabulary-size=40 update-tokens=100 precision=float32 maximum-length=24
    warm-up=5 width=16""".split()
TRANSFORMER = "--set inner-width=32 heads=2 encoder-layers=1 decoder-layers=1".split()
STUDENT = [*TRANSFORMER, "decoder=ssru", "positions=marian"]
KINDS = {"safetensors": "safetensors", "json": "json", "spm": "bytes", "npz": "zip", "yml": "text",
         "yaml": "text", "jsonl": "json", "gz": "bytes", "xz": "bytes", "zst": "zstd",
         "tmx": "xml", "bin": "marian"}


class Target:
    """A sound file, and how it is read in a folder of its own."""

    def __init__(self, name, path, command, standard_input, status=0):
        self.name, self.path, self.status = name, path, status
        self.sound = path.read_bytes()
        self.kind = "shortlist" if path.name.startswith("lex.") else KINDS[path.suffix[1:]]
        self.command, self.standard_input = command, standard_input

    def place(self, folder, content):
        """Puts a file with this content among the others; what to run on it, and its input."""
        copy = folder / self.path.parent.name
        shutil.copytree(self.path.parent, copy, copy_function=os.link)
        changed = copy / self.path.name
        changed.unlink()
        changed.write_bytes(content)
        return self.command(copy, changed), self.standard_input


class LineReader(Target):
    """A command that reads lines."""

    def __init__(self, name, path, command):
        self.name, self.path, self.command, self.status = name, path, command, 0
        self.sound = path.read_bytes()

    def place(self, folder, content):
        lines = folder / "lines"
        lines.write_bytes(content)
        return self.command, lines


class Corpus:
    def __init__(self, calque, folder, root):
        self.calque, self.folder = calque, folder
        self.targets, self.line_readers = [], []
        self.write("source", SOURCES)
        self.write("target", TARGETS)
        self.lines = self.write("lines", SOURCES[:4] + [">>fra<< 水 \u00bd"])
        # As long as odd lines are, which fill the batches of the search.
        self.long_lines = self.write("long-lines", [" ".join(SOURCES * 40)] * 20)
        self.make_models()
        self.make_marian(root / "Tests" / "ConversionTests" / "Fixtures")
        self.make_students()
        self.make_text()
        self.make_run()

    def write(self, name, lines):
        path = self.folder / name
        path.write_text("".join(line + "\n" for line in lines), "utf-8")
        return path

    def run(self, *arguments):
        done = subprocess.run([self.calque, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"calque {' '.join(map(str, arguments))}: {done.stderr}")

    def train(self, name, *arguments):
        output = self.folder / name
        text = ["--source", self.folder / "source", "--target", self.folder / "target"]
        self.run("train", "--output", output, "--updates", 2, *text, *SIZES, *arguments)
        return output

    def make_models(self):
        """Model directories: of every kind of weights and of tokenizer."""
        for name, arguments in {
            "transformer": TRANSFORMER,
            "unigram": [*TRANSFORMER, "tokenizer-type=unigram"],
            "char": [*TRANSFORMER, "tokenizer-type=char", "normalization=identity"],
            "word": [*TRANSFORMER, "tokenizer-type=word"],
            "lstm": ["--architecture", "lstm"],
            "ntm": ["--architecture", "ntm"],
        }.items():
            self.add_model(self.train(f"run-{name}", *arguments), name)
        for kind in ["int8", "float16"]:
            output = self.folder / f"run-{kind}"
            self.run("convert", "--model", self.folder / "run-transformer", "--output", output,
                     "--type", kind)
            self.add_model(output, kind)

    def add_model(self, run, name):
        folder = self.folder / name
        folder.mkdir()
        for file in run.iterdir():
            if file.suffix in (".json", ".safetensors", ".spm"):
                shutil.copyfile(file, folder / file.name)

        def translate(directory, _):
            return [self.calque, "translate", "--model", directory, "--beam", "2", "--workers", "1"]

        wanted = {"transformer": None, "unigram": (".spm", ".json"), "char": (".spm",),
                  "word": (".spm",)}.get(name, (".safetensors", ".json"))
        for file in sorted(folder.iterdir()):
            if wanted is None or file.suffix in wanted:
                self.targets.append(Target(f"{name}/{file.name}", file, translate, self.lines))
        self.line_readers.append(
            LineReader(f"{name} lines", self.long_lines, translate(folder, None)))

    def make_marian(self, fixtures):
        """Archives of Marian's own, their options and vocabularies."""
        for name in ["marian-post-norm", "marian-pre-norm"]:
            folder = self.folder / name
            shutil.copytree(fixtures / name, folder)
            separate = (folder / "source.yml").exists()

            def convert(directory, _, separate=separate):
                vocabularies = (
                    ["--source-vocabulary", directory / "source.yml",
                     "--target-vocabulary", directory / "target.yml",
                     "--source-tokenizer", directory / "source.spm",
                     "--target-tokenizer", directory / "target.spm"]
                    if separate else ["--source-vocabulary", directory / "vocab.spm"])
                return [self.calque, "convert", "--from", "marian-npz",
                        "--model", directory / "model.npz",
                        *vocabularies, "--output", directory / "converted"]

            for file in sorted(folder.iterdir()):
                if file.suffix in (".npz", ".yml", ".spm"):
                    self.targets.append(Target(f"{name}/{file.name}", file, convert, self.lines))

    def make_students(self):
        """Folders as Firefox has them, in eight bits and in float32, and an archive of the latter."""
        run = self.train("run-student", *STUDENT)
        text = ["--source", self.folder / "source", "--target", self.folder / "target"]
        self.run("shortlist", "--model", run, *text, "--first", 5)
        for name, options in {
            "student": ["--type", "int8", "--calibrate", self.folder / "source"],
            "student-float32": ["--type", "float32"],
        }.items():
            folder = self.folder / name
            self.run("convert", "--model", run, "--to", "bergamot", "--output", folder, *options)

            def translate(directory, _):
                return [self.calque, "translate", "--model", directory, "--workers", "1"]

            for file in sorted(folder.iterdir()):
                self.targets.append(Target(f"{name}/{file.name}", file, translate, self.lines))
            self.line_readers.append(
                LineReader(f"{name} lines", self.long_lines, translate(folder, None)))
        weights, vocabulary = (next(folder.glob(kind)) for kind in ["model.*.bin", "vocab.*.spm"])
        archive = self.folder / "student-npz"
        archive.mkdir()
        (archive / "model.npz").write_bytes(marian.archive(weights.read_bytes()))
        shutil.copyfile(vocabulary, archive / "vocab.spm")
        self.targets.append(Target(
            "student-npz/model.npz", archive / "model.npz",
            lambda directory, _: [
                self.calque, "convert", "--from", "marian-npz", "--model", directory / "model.npz",
                "--source-vocabulary", directory / "vocab.spm", "--output",
                directory / "converted"], self.lines))

    def make_text(self):
        """Compressed text, and a recipe whose text is missing, so that it is read and no more."""
        folder = self.folder / "text"
        folder.mkdir()
        text = "".join(line + "\n" for line in SOURCES * 20).encode()
        (folder / "text.gz").write_bytes(gzip.compress(text[:5000]) + gzip.compress(text[5000:]))
        (folder / "text.xz").write_bytes(lzma.compress(text[:5000]) + lzma.compress(text[5000:]))
        (folder / "text.zst").write_bytes(zstandard(text[:5000]) + zstandard(text[5000:]))
        for name in ["text.gz", "text.xz", "text.zst"]:
            self.targets.append(Target(
                f"text/{name}", folder / name,
                lambda _, file: [self.calque, "evaluate", "--hypotheses", file, "--reference", file],
                self.lines))
        self.make_memories()
        folder = self.folder / "recipe"
        folder.mkdir()
        shutil.copyfile(self.folder / "run-transformer" / "training.yaml", folder / "training.yaml")
        self.targets.append(Target(
            "recipe/training.yaml", folder / "training.yaml",
            lambda _, file: [self.calque, "train", "--config", file, "--source", folder / "none",
                             "--output", folder / "none"], self.lines, status=1))

    def make_memories(self):
        """Translation memories, plain, compressed and in UTF-16, which are a test set of themselves."""
        folder = self.folder / "memory"
        folder.mkdir()
        (folder / "hypotheses").write_text("".join(line + "\n" for line in TARGETS))
        text = memory(zip(SOURCES, TARGETS))
        (folder / "memory.tmx").write_text(text, "utf-8")
        (folder / "utf-16.tmx").write_text(text.replace("utf-8", "utf-16"), "utf-16")
        (folder / "memory.zst").write_bytes(zstandard(text.encode()))
        for file in sorted(folder.glob("*.tmx")) + [folder / "memory.zst"]:
            self.targets.append(Target(
                f"memory/{file.name}", file,
                lambda directory, file: [
                    self.calque, "evaluate", "--hypotheses", directory / "hypotheses", "--tmx", file,
                    "--source-language", "en", "--target-language", "de"], self.lines))

    def make_run(self):
        """A run that is over, whose checkpoint and log are read to go on."""
        folder = self.folder / "run-transformer"
        for pattern in ["log.jsonl", "checkpoints/*/state.json", "checkpoints/*/training.safetensors"]:
            for file in sorted(folder.glob(pattern))[-1:]:
                self.targets.append(RunTarget(
                    f"run/{file.name}", folder, file.relative_to(folder), self.calque, self.lines))


class RunTarget(Target):
    """A file anywhere in a run's folder, which going on reads."""

    def __init__(self, name, folder, inside, calque, standard_input):
        self.folder, self.inside, self.calque = folder, inside, calque
        super().__init__(name, folder / inside, None, standard_input)

    def place(self, folder, content):
        copy = folder / "run"
        # Going on changes files, so they are copies and no links.
        shutil.copytree(self.folder, copy)
        (copy / self.inside).write_bytes(content)
        return [self.calque, "train", "--output", copy, "--resume"], self.standard_input
