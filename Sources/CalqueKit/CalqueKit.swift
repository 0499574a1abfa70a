// One import for whoever trains and runs models from Swift: what such programs name, and nothing else, so
// that it goes beside other imports. Tensors, layers and batches have short names of their own (`Context`,
// `Batch`, `Line`); who writes a layer or a model imports `Tensors`, `Layers`, `Models` and `Text` as well.

// From a recipe to a model, and what becomes of it.
@_exported public import Training
@_exported public import Workflows

// From lines to translations, scores, alignments and attention.
@_exported public import Translation

// What a model does inside, as data and as pictures.
@_exported public import Inspection

// The tasks of the Neural Turing Machine, other programs' models, pictures.
@_exported public import AlgorithmicTasks
@_exported public import Conversion
@_exported public import Documents
@_exported public import Figures

// Of the parts that these are made of, what their users say.
@_exported public import struct Basics.CalqueError
@_exported public import enum Basics.CalqueVersion
@_exported public import struct Basics.RandomSource
@_exported public import struct Basics.TextLines
@_exported public import struct EmbeddedCorpus.LanguagePair
@_exported public import enum Layers.AttentionSite
@_exported public import struct Layers.HeadWeighting
@_exported public import enum Layers.LearningRateSchedule
@_exported public import enum Layers.WireType
@_exported public import enum Models.Architecture
@_exported public import enum Models.EmbeddingUse
@_exported public import struct Models.Ensemble
@_exported public import struct Models.GenerationSettings
@_exported public import enum Models.ModelAverage
@_exported public import protocol Models.ModelConfiguration
@_exported public import struct Models.ModelDirectory
@_exported public import protocol Models.ModelFolder
@_exported public import struct Models.ModelOrigin
@_exported public import enum Models.ModelSize
@_exported public import struct Models.NeuralTuringTranslationConfiguration
@_exported public import struct Models.RecurrentConfiguration
@_exported public import protocol Models.SequenceToSequenceModel
@_exported public import struct Models.TransformerConfiguration
@_exported public import struct Models.TransformerStudy
@_exported public import protocol Models.TranslationModel
@_exported public import class Ranks.Communicator
@_exported public import struct Ranks.Launcher
@_exported public import enum Tensors.InputRounding
@_exported public import enum Tensors.Precision
@_exported public import struct Tensors.Processor
@_exported public import class Tensors.WorkerPool
@_exported public import struct Text.Alignment
@_exported public import struct Text.AlignmentErrorRate
@_exported public import struct Text.BLEU
@_exported public import struct Text.BLEUScore
@_exported public import struct Text.ChrF
@_exported public import struct Text.ChrFScore
@_exported public import struct Text.Cleaner
@_exported public import struct Text.CleaningReport
@_exported public import enum Text.CleaningRule
@_exported public import struct Text.CleaningRules
@_exported public import struct Text.ConfidenceInterval
@_exported public import struct Text.CorpusFilters
@_exported public import struct Text.CorpusReport
@_exported public import struct Text.ParallelCorpus
@_exported public import struct Text.ParallelLine
@_exported public import struct Text.Segment
@_exported public import class Text.SentencePieceModel
@_exported public import struct Text.SentencePieceTrainerOptions
@_exported public import struct Text.SentenceSplitter
@_exported public import struct Text.SubwordSampling
@_exported public import struct Text.SubwordTokenizer
@_exported public import struct Text.SubwordWord
@_exported public import struct Text.TextAugmentation
@_exported public import struct Text.TokenizerSettings
@_exported public import struct Text.TranslationTokenizer
@_exported public import struct Text.UnknownText
@_exported public import struct Text.Vocabulary
