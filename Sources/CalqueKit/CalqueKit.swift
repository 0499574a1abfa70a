// One import for whoever trains and runs models from Swift.
@_exported public import AlgorithmicTasks
@_exported public import EmbeddedCorpus
@_exported public import Figures
@_exported public import Basics
@_exported public import Conversion
@_exported public import Layers
@_exported public import Models
@_exported public import Tensors
@_exported public import Text
@_exported public import Training
@_exported public import Translation
@_exported public import Workflows
