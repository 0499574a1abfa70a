// Translates the lines of standard input with a model directory:  TranslateLines DIR < input
import CalqueKit
import Foundation

guard CommandLine.arguments.count == 2 else { fatalError("usage: TranslateLines DIR < input") }
let translator = try Translator(model: URL(fileURLWithPath: CommandLine.arguments[1]))
for result in try translator.translate(Array(AnySequence { AnyIterator { readLine() } })) {
    print(result.text)
}
