import Foundation
import Testing

/// Wrong calls: the parser's status, 64, and a hint.
@Suite struct UsageTests {
    private static let shortlist = [
        "shortlist", "--model", "m", "--source", "s", "--target", "t",
    ]

    private static let calls: [(arguments: [String], hint: String)] = [
        (["trian"], "trian"),
        (["translate"], "--model"),
        (["translate", "--model", "m", "--beam", "0"], "whole number of at least 1"),
        (["translate", "--model", "m", "--type", "float8"], "float32"),
        (["translate", "--model", "m", "--top-k", "3"], "--top-k belongs to --sample"),
        (["translate", "--model", "m", "--seed", "3"], "--seed belongs to --sample"),
        (["translate", "--model", "m", "--sample", "--top-p", "0"], "above 0, and at most 1"),
        (["translate", "--model", "m", "--scores", "--n-best", "2"], "leave --scores out"),
        (["translate", "--model", "m", "--scores", "--json"], "leave --scores out"),
        (["translate", "--model", "m", "--target-prefix", "-"], "give --input"),
        (["translate", "--model", "m", "--length-penalty-form", "none"], "'gnmt' and 'average'"),
        (["evaluate", "--reference", "r", "--temperature", "1"], "belongs to --sample"),
        (["train"], "--output"),
        (["train", "--output", "o"], "give source and target, tsv, tmx"),
        (["train", "--output", "o", "--tmx", "m"], "tmx may have text in many languages"),
        (["train", "--output", "o", "--source", "s"], "source and target"),
        (
            ["train", "--output", "o", "--tsv", "a", "--tmx", "b"],
            "tmx may have text in many languages"
        ),
        (["train", "--output", "o", "--source", "a", "--tsv", "b"], "a --target for every"),
        (
            ["train", "--output", "o", "--tsv", "a", "--tsv", "b", "--set", "po=c"],
            "leave po out"
        ),
        (
            ["train", "--output", "o", "--set", "sources=[{tmx: a, weight: 0}]"],
            "source 1 has a weight"
        ),
        (["clean", "--tmx", "m", "--output", "o"], "Give --source-language and"),
        (["train", "--output", "o", "--resume", "--overwrite"], "not both"),
        (["train", "--output", "o", "--set", "learning-rate=-1"], "above 0"),
        (["train", "--output", "o", "--set", "learning-rte=1"], "may be \"learning-rate\""),
        (["train", "--output", "o", "--set", "heads"], "has no value"),
        (
            ["train", "--output", "o", "--set", "heads=2", "heads=4"],
            "heads is given more than once"
        ),
        (["train", "--output", "o", "--size", "tiny", "--set", "size=base"], "more than once"),
        (["train", "--output", "o", "--heads", "2"], "--heads is no option. Give --set heads=2."),
        (["train", "--output", "o", "--norm=pre"], "Give --set norm=pre."),
        (["train", "--no-byte-fallback"], "Give --set byte-fallback=false."),
        (["benchmark", "training", "--untied-output"], "Give --set untied-output=true."),
        (
            ["benchmark", "decoding", "--model", "m", "--input", "i", "--text"]
                + ["--source-length", "9"], "cuts them anew"
        ),
        (["train", "--output", "o", "--inexact"], "belongs to --resume"),
        (["evaluate", "--reference", "r"], "--hypotheses"),
        (["evaluate", "--reference", "r", "--hypotheses", "h", "--tokenize", "moses"], "13a"),
        (
            ["evaluate", "--reference", "r", "--hypotheses", "h", "--tokenize", "spm"],
            "--spm-model"
        ),
        (["evaluate", "--reference", "r", "--hypotheses", "h", "--spm-model", "m"], "together"),
        (["evaluate", "--reference", "r", "--model", "m"], "Give --source"),
        (["evaluate", "--reference", "r", "--hypotheses", "h", "--output", "o"], "one model"),
        (
            ["evaluate", "--reference", "r", "--hypotheses", "h", "--name", "a", "--name", "b"],
            "1 "
        ),
        (["average", "--output", "o"], "--run"),
        (["translate", "--model", "m", "--alignment-head", "1"], "--soft-alignment"),
        (["translate", "--model", "m", "--alignment", "--n-best", "2"], "--n-best"),
        (["translate", "--model", "m", "--alignment", "--json"], "--json"),
        (["translate", "--model", "m", "--soft-alignment", "--scores"], "--scores"),
        (["translate", "--model", "m", "--alignment", "--soft-alignment"], "one of"),
        (["align", "--model", "m", "--source", "s"], "--target"),
        (["score", "--model", "m", "--source", "-", "--target", "-"], "only one of the files"),
        (
            ["train", "--source", "a", "--source", "b", "--target", "a"],
            "Give a --target for every --source"
        ),
        (["translate", "--model", "m", "--input", "a", "--input=b"], "--input is given 2 times"),
        (["evaluate", "--source", "a", "--source", "b", "--reference", "r"], "2 times"),
        (["score", "--logits", "1", "--logits", "2"], "--logits is given 2 times"),
        (["convert", "--model", "m", "--model", "n", "--output", "o"], "--model is given 2 times"),
        (["ntm", "copy", "--output", "1", "--output", "2"], "--output is given 2 times"),
        (
            ["align", "--model", "m", "--source", "s", "--target", "t", "--reference", "r"]
                + ["--alignment-layer", "0"], "every layer"
        ),
        (["shortlist", "--source", "s", "--target", "t"], "--model"),
        (shortlist + ["--model", "n"], "takes one --model"),
        (shortlist + ["--first", "0"], "whole number of at least 1"),
        (shortlist + ["--alignments", "a", "--alignment-head", "0"], "leave --alignment-layer"),
        (shortlist + ["--alignments", "-", "--validation-source", "-"], "Give both of"),
        (
            shortlist + ["--alignments", "-", "--validation-source", "-"]
                + ["--validation-target", "v"], "only one of the files"
        ),
        (shortlist + ["--output", "-"], "name a file with --output"),
        (["convert", "--model", "m"], "--output"),
        (["convert", "--model", "m", "--output", "o", "--type", "int4"], "bfloat16"),
        (["convert", "--from", "marian-npz", "--model", "m", "--output", "o"], "--source-vocab"),
        (["convert", "--model", "m", "--output", "o", "--source-vocabulary", "v"], "marian-npz"),
        (["inspect", "steps", "--token", "1"], "leave the other options out"),
        (["inspect", "steps", "--site", "encoder"], "leave the other options out"),
        (["inspect", "positions", "--stack", "decoder"], "--stack belongs"),
        (["inspect", "embeddings", "--model", "m", "--count", "3"], "--count belongs"),
        (["inspect", "attention", "--model", "m", "red", "--overview"], "give --svg or --png"),
        (["inspect", "attention", "--model", "m", "red", "--site", "middle"], "encoder-decoder"),
        (["ntm", "copy", "--lengths", "20-1"], "the smaller first"),
        (["ntm", "copy", "--test-lengths", "10,,20"], "whole numbers"),
        (["ntm", "copy", "--load", "m", "--slots", "9"], "--load says"),
        (["ntm", "copy", "--load", "m", "--output", "o"], "give --updates"),
        (["ntm", "copy", "--lstm-width", "9"], "belong to --model lstm"),
        (["ntm", "copy", "--model", "lstm", "--slots", "9"], "belong to --model ntm"),
        (["ntm", "associative-recall", "--test-lengths", "1"], "at least 2 items"),
        (["compare"], "--output"),
        (["compare", "--output", "o", "--architectures", "lstm,rnm"], "names of"),
        (["compare", "--output", "o", "--architectures", "lstm,lstm"], "once"),
        (["compare", "--output", "o", "--updates", "5", "--minutes", "1"], "not both"),
        (["compare", "--output", "o", "--learning-rates", "lstm"], "gru=0.001"),
        (["compare", "--output", "o", "--languages", "en-en"], "such as en-fr"),
        (["compare", "--output", "o", "--source", "s", "--target", "t"], "--test-source"),
        (["compare", "--output", "o", "--validation-source", "v"], "and validation-target"),
        (["compare", "--output", "o", "--set", "validation-tsv=v"], "belong to text"),
        (["compare", "--output", "o", "--length-limit", "0"], "at least 1"),
        (["demo", "--from", "en", "--to", "en"], "same language"),
    ]

    @Test(arguments: calls)
    func endsWithTheParsersStatus(arguments: [String], hint: String) throws {
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.error.contains(hint), "\(outcome.error)")
    }

    /// Whether the parser finds the fault or the command itself.
    @Test(arguments: [
        (["translate", "--frob"], "calque translate"), (["train"], "calque train"),
        (["train", "--output", "o", "--source", "s"], "calque train"),
        (["benchmark", "training", "--frob"], "calque benchmark training"),
        (["ntm", "copy", "--load", "m", "--slots", "9"], "calque ntm copy"),
    ])
    func showsTheUsageOfTheCommandThatWasCalled(arguments: [String], name: String) throws {
        let outcome = try Command.run(arguments)
        #expect(outcome.error.contains("Usage: \(name) "), "\(outcome.error)")
        #expect(outcome.error.contains("See '\(name) --help'"), "\(outcome.error)")
    }
}
