// Trains a small translator on two files of text:  TrainOwnText SOURCE TARGET OUTPUT
import CalqueKit
import Foundation

let paths = Array(CommandLine.arguments.dropFirst())
guard paths.count == 3 else { fatalError("usage: TrainOwnText SOURCE TARGET OUTPUT") }

var recipe = TrainingRecipe()
recipe.text.source = paths[0]
recipe.text.target = paths[1]
recipe.tokenizer.vocabularySize = 2000
recipe.model.size = .tiny
recipe.limits.updates = 1000

// Begins, or goes on where it was stopped.
let run = try TrainingRun(recipe, in: URL(fileURLWithPath: paths[2]), .resume)
let result = try run.train { event in
    if case .training(.update(let update)) = event { print(update.update, update.loss) }
}
print(result.reason.rawValue)
