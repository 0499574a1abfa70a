/// The help of every command, recorded by `HelpTests`.
enum HelpText {
    static let texts = [
        "calque": calque, "train": train, "translate": translate, "evaluate": evaluate,
        "score": score, "align": align, "average": average, "convert": convert, "inspect": inspect,
        "compare": compare,
        "benchmark": benchmark,
        "benchmark training": benchmarkTraining, "benchmark decoding": benchmarkDecoding,
        "benchmark operations": benchmarkOperations, "demo": demo,
        "ntm": ntm, "ntm copy": ntmCopy, "ntm repeat-copy": ntmRepeatCopy,
        "ntm associative-recall": ntmAssociativeRecall,
    ]
}
