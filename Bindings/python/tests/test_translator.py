"""The module over the library."""

import asyncio
import os
import pickle
import re
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import calque
from calque import CalqueError, InputError, ModelError, OptionError, Translator


def test_the_version_is_that_of_the_library():
    source = Path(__file__).parents[3] / "Sources/Basics/CalqueVersion.swift"
    number = re.search(r'number = "(.*)"', source.read_text())[1]
    assert calque.__version__ == number
    assert calque.translator.library().version().decode() == number


def test_every_line_has_a_translation(translator, lines):
    found = translator.translate(lines)
    assert len(found) == len(lines)
    assert all(translation.text for translation in found)


def test_an_empty_line_stays_empty_and_no_lines_are_none(translator, lines):
    assert translator.translate(["", lines[0]])[0].text == ""
    assert translator.translate([]) == []


def test_alternatives_come_best_first(translator, lines):
    found = translator.translate(lines[:20], beam=4, n_best=3)
    for translation in found:
        scores = [alternative.score for alternative in translation.alternatives]
        assert len(scores) == 3 and scores == sorted(scores, reverse=True)
        assert translation.text == translation.alternatives[0].text == str(translation)


def test_text_comes_back_whatever_is_in_it(translator):
    line = "A house\0 is 😀 «red», ½."
    assert len(translator.translate([line])) == 1


def test_alignments_name_words(translator, lines):
    for line, translation in zip(lines, translator.translate(lines[:20], alignment=True)):
        alignment = translation.alignment
        assert alignment.source_words == line.split()
        assert alignment.target_words == translation.text.split()
        shape = (len(alignment.target_words), len(alignment.source_words))
        assert alignment.weights.shape == shape and alignment.weights.dtype == np.float32
        assert (alignment.weights.sum(1) <= 1.001).all()
        for source, target in alignment.links:
            assert 0 <= source < shape[1] and 0 <= target < shape[0]
    assert translator.translate(lines[:1])[0].alignment is None


def test_a_pair_aligned_by_itself_is_aligned_as_when_it_was_translated(translator, lines):
    line = lines[0]
    translation = translator.translate([line], alignment=True)[0]
    alignment = translator.align([(line, translation.text)])[0]
    assert alignment.links == translation.alignment.links
    np.testing.assert_allclose(alignment.weights, translation.alignment.weights, atol=1e-3)


def test_scores_are_log_probabilities(translator, lines):
    found = translator.translate(lines[:5])
    scores = translator.score([(line, str(each)) for line, each in zip(lines, found)])
    for score in scores:
        assert score.log_probability == pytest.approx(score.tokens.sum(), abs=1e-3)
        assert (score.tokens <= 0).all()
    wrong = translator.score([(lines[0], str(found[1]))])[0]
    assert wrong.log_probability < scores[0].log_probability


def test_attention_is_a_distribution_over_the_pieces(translator, lines):
    attention = translator.attention(lines[0])
    assert attention.weights.shape == (len(attention.target_pieces), len(attention.source_pieces))
    np.testing.assert_allclose(attention.weights.sum(1), 1, atol=1e-3)
    given = translator.attention(lines[0], "x", layer=0, head=0)
    assert given.weights.shape[1] == attention.weights.shape[1]


def test_wrong_options_are_named(translator, lines):
    with pytest.raises(OptionError, match="Was beam meant"):
        translator.translate(lines[:1], beem=4)
    with pytest.raises(ValueError, match="beam"):
        translator.translate(lines[:1], beam=0)
    with pytest.raises(OptionError, match="layer|head"):
        translator.attention(lines[0], layer=99)


def test_a_string_is_no_list_of_lines(translator):
    with pytest.raises(TypeError, match="list"):
        translator.translate("one line")


def test_a_line_too_long_to_be_scored_is_the_text_s_fault(translator):
    with pytest.raises(InputError):
        translator.score([("word " * 5000, "x")])


def test_a_folder_without_a_model_says_so(tmp_path):
    with pytest.raises(ModelError, match="model"):
        Translator(tmp_path)
    with pytest.raises(OptionError, match="precision"):
        Translator(tmp_path, precision="int3")


def test_a_closed_translator_says_so(model):
    with Translator(model, workers=1) as translator:
        assert translator.translate(["x"])
    with pytest.raises(CalqueError, match="closed"):
        translator.translate(["x"])
    translator.close()


def test_sixteen_threads_get_what_one_gets(translator, lines):
    expected = [str(each) for each in translator.translate(lines)]
    found = [[] for _ in range(16)]

    def work(place: int) -> None:
        for line in lines[place::16]:
            found[place].append(str(translator.translate([line])[0]))

    threads = [threading.Thread(target=work, args=(place,)) for place in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for place in range(16):
        assert found[place] == expected[place::16]


def test_tasks_get_what_threads_get(translator, lines):
    async def all_lines():
        return await asyncio.gather(*(translator.translate_async([line]) for line in lines))

    expected = [str(each) for each in translator.translate(lines)]
    assert [str(each[0]) for each in asyncio.run(all_lines())] == expected


def test_a_task_that_fails_says_why(translator, lines):
    async def wrong():
        await translator.translate_async(lines[:1], beam=0)

    with pytest.raises(OptionError):
        asyncio.run(wrong())


def test_a_task_that_is_cancelled_ends_at_once(translator, lines):
    async def cancelled():
        task = asyncio.create_task(translator.translate_async(lines * 200))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        # The workers are free again.
        return await asyncio.wait_for(translator.translate_async(lines[:1]), 10)

    assert asyncio.run(cancelled())


def test_an_interpreter_ends_while_calls_go_on(model):
    script = f"""
import asyncio, calque
translator = calque.Translator({model!r}, workers=1)
async def main():
    asyncio.ensure_future(translator.translate_async(["some words of text"] * 5000))
    await asyncio.sleep(0.05)
asyncio.run(main())
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=60).returncode == 0


def test_layers_and_heads_that_are_not_there_are_refused(translator):
    for place in (-5, -1, 2**31):
        with pytest.raises(OptionError):
            translator.attention("a", layer=place)
        with pytest.raises(OptionError):
            translator.attention("a", head=place)


@pytest.mark.parametrize("workers", [-1, 2**40])
def test_workers_that_cannot_be_are_refused(model, workers):
    with pytest.raises(OptionError):
        Translator(model, workers=workers)


def test_what_is_no_text_is_refused(translator):
    with pytest.raises(TypeError):
        translator.translate([3])
    with pytest.raises(InputError):
        translator.translate(["a\ud83d"])


def test_translations_with_alignments_can_be_compared(translator, lines):
    one, other = (translator.translate(lines[:1], alignment=True)[0] for _ in range(2))
    assert one == one and one != other


def test_a_translator_is_pickled_as_how_it_is_loaded(translator, lines):
    with pickle.loads(pickle.dumps(translator)) as again:
        assert again.translate(lines[:1])[0].text == translator.translate(lines[:1])[0].text


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_is_told_to_load_its_own(translator):
    child = os.fork()
    if child == 0:
        try:
            translator.translate(["a"])
        except CalqueError:
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
