// Trains a model further on text of its own, mixed with general text:
//     TrainFurther MODEL OWN_SOURCE OWN_TARGET GENERAL_SOURCE GENERAL_TARGET OUTPUT
import CalqueKit
import Foundation

let paths = Array(CommandLine.arguments.dropFirst())
guard paths.count == 6 else { fatalError("usage: TrainFurther MODEL OWN… GENERAL… OUTPUT") }

var recipe = TrainingRecipe()
recipe.model.base = paths[0]
recipe.text.source = paths[1]
recipe.text.target = paths[2]
recipe.text.general.source = paths[3]
recipe.text.general.target = paths[4]
recipe.limits.minutes = 4

let run = try TrainingRun(recipe, in: URL(fileURLWithPath: paths[5]))
print(try run.train().reason.rawValue)
