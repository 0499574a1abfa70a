"""Runs and looks inside translation models, fast on a CPU.

    from calque import Translator

    translator = Translator("model")
    print(translator.translate(["la casa roja"])[0].text)
"""

from ._errors import CalqueError, InputError, ModelError, OptionError, UnsupportedError
from ._values import Alignment, Alternative, Attention, Score, Translation
from ._version import VERSION as __version__
from .translator import Translator

__all__ = [
    "Alignment",
    "Alternative",
    "Attention",
    "CalqueError",
    "InputError",
    "ModelError",
    "OptionError",
    "Score",
    "Translation",
    "Translator",
    "UnsupportedError",
    "__version__",
]
