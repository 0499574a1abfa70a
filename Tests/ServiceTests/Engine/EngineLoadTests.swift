import CalqueKit
import Foundation
import Service
import TestSupport
import Testing

/// What happens when there is more to do than can be done.
@Suite struct EngineLoadTests {
    @Test func whatIsTooMuchIsRefusedAndTheRestAnswered() async throws {
        let under = try EngineUnderTest(gate: BatchGate(isOpen: false)) {
            $0.limits.queue = 3
            $0.cacheSize = 0
        }
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask { try await under.translate(["a\nb"]).translations[0].text }
            try await under.gate.hasSeen(1)
            await #expect {
                try await under.translate(["c\nd"])
            } throws: { error in
                if case EngineProblem.busy(let seconds) = error { seconds >= 1 } else { false }
            }
            group.addTask { try await under.translate(["e"]).translations[0].text }
            while under.engine.openCharacters < 3 { try await Task.sleep(for: .milliseconds(2)) }
            under.gate.open()
            var texts: Set<String> = []
            for try await text in group { texts.insert(text) }
            #expect(texts == ["a\nb", "e"])
        }
        #expect(under.engine.openCharacters == 0)
        #expect(try await under.translate(["c\nd"]).translations[0].text == "c\nd")
    }

    @Test func moreThanEverFitsIsTakenWhenNothingWaits() async throws {
        let under = try EngineUnderTest { $0.limits.queue = 3 }
        let text = Array(repeating: "a dog", count: 50).joined(separator: "\n")
        #expect(try await under.translate([text]).translations[0].text == text)
    }

    @Test func aCancelledRequestEndsAtOnceAndLeavesNothing() async throws {
        let under = try EngineUnderTest(gate: BatchGate(isOpen: false))
        let text = (0..<2000).map { "line \($0 % 2 == 0 ? "a" : "b")" }.joined(separator: "\n")
        let task = Task { try await under.translate([text]) }
        try await under.gate.hasSeen(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(under.engine.openCharacters == 0)
        let seen = under.gate.count
        under.gate.open()
        #expect(try await under.translate(["dog"]).translations[0].text == "dog")
        // Only what was begun, and the dog.
        #expect(under.gate.count <= seen + 4)
    }

    @Test func aSentenceBesideALongTextWaitsForAFewOfItsParts() async throws {
        let under = try EngineUnderTest { $0.cacheSize = 0 }
        let text = Array(repeating: "a long document", count: 6000).joined(separator: "\n")
        let long = Task { try await under.translate([text], client: "one") }
        try await under.gate.hasSeen(2)
        for _ in 0..<5 { _ = try await under.translate(["a dog"], client: "two") }
        #expect(under.engine.openCharacters > 0, "the long text is not done yet")
        #expect(try await long.value.translations[0].text == text)
    }

    @Test func theCacheAnswersTheSameAndNothingElse() async throws {
        let under = try EngineUnderTest(["en-pt", "en-de"])
        _ = try await under.translate(["a dog\na cat"])
        #expect(under.cacheHits == 0)
        let batches = under.gate.count
        #expect(try await under.translate(["a cat"]).translations[0].text == "a cat")
        #expect(under.cacheHits == 1 && under.gate.count == batches)
        _ = try await under.translate(["a cat"]) { $0.alternatives = 2 }
        _ = try await under.translate(["a cat"], "en", "de")
        _ = try await under.translate(["a cat"]) { $0.targetPrefixes = ["a"] }
        _ = try await under.translate(["a caT"])
        #expect(under.cacheHits == 1)
    }

    @Test func withoutACacheEverythingIsTranslatedAgain() async throws {
        let under = try EngineUnderTest { $0.cacheSize = 0 }
        _ = try await under.translate(["a dog"])
        let batches = under.gate.count
        _ = try await under.translate(["a dog"])
        #expect(under.gate.count > batches && under.cacheHits == 0)
    }
}

@Suite struct EngineModelTests {
    @Test func aModelIsLoadedOnceForAllWhoWaitForIt() async throws {
        let under = try EngineUnderTest()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await under.translate(["a dog"]) } }
            try await group.waitForAll()
        }
        #expect(under.loads.current == 1)
    }

    @Test func whatWasNotUsedForLongestMakesRoom() async throws {
        let pairs = ["en-pt", "en-de", "en-fr"]
        let under = try EngineUnderTest(pairs) {
            $0.memoryLimit = 250
            $0.cacheSize = 0
        }
        for target in ["pt", "de", "pt", "fr"] {
            _ = try await under.translate(["a"], "en", target)
        }
        #expect(under.loads.current == 3)
        #expect(await under.engine.store.bytes == 200)
        #expect(await under.engine.store.isLoaded(under.folder.file("en-pt")))
        #expect(await !under.engine.store.isLoaded(under.folder.file("en-de")))
        #expect(try await under.translate(["a"], "en", "de").translations[0].text == "a")
        #expect(under.loads.current == 4)
    }

    @Test func aModelIsReplacedWithoutALostRequest() async throws {
        let under = try EngineUnderTest(["en-pt", "en-de"], gate: BatchGate(isOpen: false))
        let before = Task { try await under.translate(["a dog"]) }
        try await under.gate.hasSeen(1)
        try under.folder.write("b".utf8, to: "en-pt/says")
        await under.engine.reload()
        let after = Task { try await under.translate(["a dog"]) }
        under.gate.open()
        #expect(try await before.value.translations[0].text == "a dog")
        #expect(try await after.value.translations[0].text == "b")
        // The cache knows nothing of the old model's answers.
        #expect(try await under.translate(["a dog"]).translations[0].text == "b")
    }

    @Test func noRequestFailsWhileModelsAreReplaced() async throws {
        let under = try EngineUnderTest { $0.cacheSize = 0 }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var texts: Set<String> = []
                    for _ in 0..<30 {
                        texts.insert(try await under.translate(["a dog"]).translations[0].text)
                    }
                    return texts.sorted().joined(separator: ",")
                }
            }
            for number in 0..<10 {
                try under.folder.write(
                    (number.isMultiple(of: 2) ? "bb" : "ccc").utf8, to: "en-pt/says")
                await under.engine.reload()
            }
            for try await texts in group {
                #expect(Set(texts.split(separator: ",")).isSubset(of: ["a dog", "bb", "ccc"]))
            }
        }
    }

    @Test func aModelThatIsBrokenWhenItIsReadAgainStaysWhatItWas() async throws {
        let under = try EngineUnderTest { $0.cacheSize = 0 }
        _ = try await under.translate(["a dog"])
        try under.folder.write("nothing".utf8, to: "en-pt/says")
        await under.engine.reload()
        #expect(try await under.translate(["a dog"]).translations[0].text == "a dog")
    }

    @Test func modelsWhoseFolderIsGoneAreServedOn() async throws {
        let under = try EngineUnderTest(["en-pt", "en-de"]) { $0.cacheSize = 0 }
        _ = try await under.translate(["a"])
        try FileManager.default.removeItem(at: under.folder.file("en-pt"))
        await under.engine.reload()
        #expect(try await under.translate(["a"]).translations[0].text == "a")
        #expect(try await under.translate(["a"], "en", "de").target == "de")
    }
}
