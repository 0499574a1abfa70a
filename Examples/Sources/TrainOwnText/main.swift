// Trains a small translator on two files of text:  TrainOwnText SOURCE TARGET OUTPUT
import CalqueKit
import Foundation

let paths = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
guard paths.count == 3 else { fatalError("usage: TrainOwnText SOURCE TARGET OUTPUT") }

let text = ParallelCorpus(source: paths[0], target: paths[1])
var pieces = SentencePieceTrainerOptions()
pieces.vocabularySize = 2000
let tokenizer = try TranslationTokenizer.train(on: text, options: pieces)
let (pairs, report) = try text.encoded(with: tokenizer)
print(report)

let model = Transformer(TransformerConfiguration(.tiny, for: tokenizer), seed: 1)

var options = TrainingOptions()
options.maximumUpdates = 1000
options.schedule = .inverseSquareRoot(peak: 2e-3, warmup: 200)
let run = try RunDirectory(paths[2], tokenizer: tokenizer, existing: .resume)
let trainer = try Trainer(
    model, options: options, data: TrainingData(pairs), run: run,
    report: { event in
        if case .update(let update) = event { print(update.update, update.loss) }
    })
print(try trainer.train().reason.rawValue)
