extension CalqueError {
    /// What would help against an error, where programs have ways of their own to do it: a command
    /// has options, a service has fields.
    ///
    /// What is done in the same way everywhere is a sentence of ``CalqueError/problem``.
    public enum Remedy: Equatable, Sendable {
        /// To go on with the run in a folder, to delete it, or to take another folder.
        case resumeOrOverwriteRun
        /// To go on with a run though it will not come to the same weights.
        case resumeInexactly
        /// To begin a training where there is none to go on with.
        case beginTraining
        /// To go on with the training in a folder, to train its network further, or to take
        /// another folder.
        case resumeOrTrainFurther
        /// To train the network that a folder holds further.
        case trainFurther
        /// To take another folder, or to move away what the folder holds.
        case otherFolderOrMove
        /// To wait for another process, or to take another folder.
        case waitOrOtherFolder
        /// To take another name for a model, or to replace the model that is there.
        case otherNameOrReplace
        /// To convert a text to UTF-8, or to leave out the lines that are not.
        case skipInvalidLines
        /// To name a folder that training wrote, or one from the Hugging Face hub.
        case giveModelDirectory
        /// To name a folder that training on this task wrote.
        case giveTaskFolder(task: String)
        /// To use a network for the task that it was trained on.
        case useForTask(task: String)
        /// To take other weights, or a number type of a larger range.
        case giveFiniteWeights
        /// To convert the model to eight bits once more.
        case quantizeAgain
        /// To give text on which the ranges of the inputs of products are measured.
        case measureInputs
        /// To install all of the library ICU, or to translate every line as one sentence.
        case installSentenceRules
        /// To name the SentencePiece model of a side, `source` or `target`.
        case giveTokenizer(side: String)
        /// To leave out the SentencePiece model of a side, `source` or `target`.
        case leaveOutTokenizer(side: String)
        /// To give something as a setting of a distillation, and not of its student's training.
        case giveDistillationSetting(String)
        /// To ask for no picture.
        case leaveOutPicture

        /// What to do, for those who call the library.
        public var advice: String {
            switch self {
            case .resumeOrOverwriteRun: "Resume it, overwrite it, or choose another folder."
            case .resumeInexactly: "Leave that out, or have the run go on inexactly."
            case .beginTraining: "Begin a new one."
            case .resumeOrTrainFurther:
                "Go on with it, train its network further, or choose another folder."
            case .trainFurther: "Train its network further."
            case .otherFolderOrMove: "Choose another folder, or move them away."
            case .waitOrOtherFolder: "Wait until it has ended, or choose another folder."
            case .otherNameOrReplace: "Choose another name, or have the model in it replaced."
            case .skipInvalidLines: "Convert the file to UTF-8, or have such lines left out."
            case .giveModelDirectory:
                """
                Give a folder that training wrote, one downloaded from the Hugging Face hub, or one of \
                Firefox's models, with model.*.bin.
                """
            case .giveTaskFolder(let task): "Give a folder that training on the task \(task) wrote."
            case .useForTask(let task): "Use it for the task \(task)."
            case .giveFiniteWeights:
                "Copy the model again, use an earlier checkpoint, or compute in float32."
            case .quantizeAgain: "Convert the model to int8 again."
            case .measureInputs:
                "Give some hundred lines of source text, on which they are measured."
            case .installSentenceRules:
                "Install all of the library, or have lines translated as single sentences."
            case .giveTokenizer(let side):
                "Give the SentencePiece model that did it as the \(side) tokenizer."
            case .leaveOutTokenizer(let side):
                """
                Leave the \(side) tokenizer out, or give the vocabulary that numbers the pieces of \
                that one.
                """
            case .giveDistillationSetting(let name):
                "Give \(name) with the distillation's settings."
            case .leaveOutPicture: "Leave the picture out."
            }
        }
    }
}
