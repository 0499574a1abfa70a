// The command line uses more than `CalqueKit` shows to its users.
@_exported import AlgorithmicTasks
@_exported import Basics
@_exported import CalqueKit
@_exported import Conversion
@_exported import EmbeddedCorpus
@_exported import Figures
@_exported import Inspection
@_exported import Layers
@_exported import Models
@_exported import Ranks
@_exported import Tensors
@_exported import Text
@_exported import Training
@_exported import Translation
@_exported import Workflows
