@_exported public import Checkpoints
@_exported public import Gradients
@_exported public import Interactions
@_exported public import Layers
@_exported public import Models
@_exported public import Ranking
@_exported public import Recommenders
@_exported public import Tensors
