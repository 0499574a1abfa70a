import Foundation
import Testing

@Suite struct VersionTests {
    @Test func saysWhatAReportOfAFaultNeeds() throws {
        let outcome = try Command.run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.lines.first?.wholeMatch(of: /calque \d+\.\d+\.\d+/) != nil)
        let second = try #require(outcome.lines.dropFirst().first)
        #expect(second.contains(/oneDNN \d+\.\d+/) && second.contains(/cores: \d+/))
        #expect(second.contains("float32") || second.contains("bfloat16"))
    }

    /// OpenMP binds the first thread to one core when its environment says so, and all workers would
    /// share that core.
    @Test(arguments: [
        ["OMP_PROC_BIND": "true"], ["OMP_PROC_BIND": "close"], ["OMP_PLACES": "cores"],
        ["GOMP_CPU_AFFINITY": "0-1023"],
    ])
    func theEnvironmentOfOpenMPTakesNoCoresAway(environment: [String: String]) throws {
        let bound = try Command.run(["--version"], environment: environment)
        #expect(bound.output == (try Command.run("--version")).output)
    }
}
