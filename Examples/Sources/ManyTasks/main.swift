// Translates the lines of standard input, each in a task of its own, as a server would:
//     ManyTasks MODEL < input
// One request for all of them is made at the same time; nobody waits for it to end.
import CalqueKit
import Foundation

guard CommandLine.arguments.count == 2 else { fatalError("usage: ManyTasks MODEL < input") }
let translator = try Translator(model: URL(fileURLWithPath: CommandLine.arguments[1]))
let lines = Array(AnySequence { AnyIterator { readLine() } })
let clock = ContinuousClock()
let start = clock.now

func said(_ what: String) { print("\(what) after \(start.duration(to: clock.now))") }

async let all = translator.translate(lines)
var slowest = Duration.zero
try await withThrowingTaskGroup(of: Duration.self) { group in
    for line in lines {
        group.addTask {
            let asked = clock.now
            _ = try await translator.translate([line])
            return asked.duration(to: clock.now)
        }
    }
    for try await waited in group { slowest = max(slowest, waited) }
}
said("\(lines.count) single lines, the slowest in \(slowest)")
_ = try await all
said("the request of all")
