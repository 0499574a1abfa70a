import ArgumentParser
import CalqueKit

extension CalqueError {
    /// The sentences, with the options of a command for what would help.
    func message(in command: any ParsableCommand) -> String {
        message { $0.advice(in: command) }
    }
}

extension CalqueError.Remedy {
    /// What to do, for those who call a command.
    fileprivate func advice(in command: any ParsableCommand) -> String {
        switch self {
        case .resumeOrOverwriteRun:
            "Give --resume to go on with it, --overwrite to delete it, or another --output."
        case .resumeInexactly:
            "Leave that out, or give --inexact to go on with it, though not to the same weights."
        case .beginTraining: "Begin one without --resume."
        case .resumeOrTrainFurther:
            """
            Give --resume to go on with it, --load to train what it made further, or another \
            --output.
            """
        case .trainFurther: "Train its network further with --load."
        case .otherFolderOrMove: "Give another --output, or move them away."
        case .waitOrOtherFolder: "Wait until it has ended, or give another --output."
        case .otherNameOrReplace:
            "Choose another name, or give --overwrite to replace the model in it."
        case .skipInvalidLines:
            "Convert the file to UTF-8, or leave such lines out with "
                + (command is Translate ? "--skip-invalid." : "--set skip-invalid=true.")
        case .giveModelDirectory:
            """
            Give the folder that `calque train --output` wrote, one downloaded from the Hugging Face \
            hub, or one of Firefox's models, with model.*.bin.
            """
        case .giveTaskFolder(let task): "Give a folder that `calque ntm \(task) --output` wrote."
        case .useForTask(let task): "Evaluate it with `calque ntm \(task)`."
        case .giveFiniteWeights:
            """
            `calque inspect` names weights that are no numbers. Copy the model again, use an earlier \
            checkpoint, or try --type float32.
            """
        case .quantizeAgain: "Make the model again with `calque convert --type int8`."
        case .measureInputs:
            "Give --calibrate with a file of some hundred lines of source text."
        case .installSentenceRules:
            """
            Install all of the library, or have lines translated as single sentences with --lines \
            sentences.
            """
        case .giveTokenizer(let side):
            "Give the SentencePiece model that did it as --\(side)-tokenizer."
        case .leaveOutTokenizer(let side):
            """
            Leave --\(side)-tokenizer out, or give the vocabulary that numbers the pieces of that one.
            """
        case .giveDistillationSetting(let name): "Give it as --\(name)."
        case .leaveOutPicture: "Leave --svg out."
        }
    }
}
