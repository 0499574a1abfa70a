import Basics

/// A corpus split that is being filled.
struct OpenSplit {
    enum Part: Int, CaseIterable {
        case training, validation, test, heldOutTest
    }

    private var pairs: [[SentencePair]] = Part.allCases.map { _ in [] }
    private let sizes: [Int]
    private var missing: Int

    init(training: Int, validation: Int, test: Int) {
        sizes = [training, validation, test - test / 5, test / 5]
        missing = training + validation + test
    }

    var isFull: Bool { missing == 0 }

    /// Where a sentence belongs, by a hash of its English wording unless it holds a combination
    /// that only the test may show; nil if that part is full.
    func part(of english: String, isHeldOut: Bool, seed: UInt64) -> Part? {
        let share = RandomSource.mix(Self.hash(english) ^ seed) % 100
        let part: Part =
            switch share {
            case ..<90: .training
            case ..<95: .validation
            default: .test
            }
        let placed = isHeldOut ? Part.heldOutTest : part
        return pairs[placed.rawValue].count < sizes[placed.rawValue] ? placed : nil
    }

    mutating func add(_ pair: SentencePair, to part: Part) {
        pairs[part.rawValue].append(pair)
        missing -= 1
    }

    /// The held-out sentences are every fifth of the test: a prefix of it is a fair test, too.
    var split: CorpusSplit {
        let seen = pairs[Part.test.rawValue]
        let heldOut = pairs[Part.heldOutTest.rawValue]
        var test: [SentencePair] = []
        var next = (seen: 0, heldOut: 0)
        while test.count < seen.count + heldOut.count {
            let isFifth = test.count % 5 == 4 || next.seen == seen.count
            if isFifth, next.heldOut < heldOut.count {
                test.append(heldOut[next.heldOut])
                next.heldOut += 1
            } else {
                test.append(seen[next.seen])
                next.seen += 1
            }
        }
        return CorpusSplit(
            training: pairs[Part.training.rawValue], validation: pairs[Part.validation.rawValue],
            test: test)
    }

    /// FNV-1a, 64 bits: the standard library's hash differs from run to run.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension Combination {
    /// Combinations that every seed holds out.
    private static let always: Set = [["red", "house"], ["European", "zone"]]

    func isHeldOut(seed: UInt64) -> Bool {
        if Self.always.contains([adjective.english, noun.forms.english.singular]) { return true }
        let code = UInt64(adjective.index) << 32 | UInt64(noun.index)
        return RandomSource.mix(RandomSource.mix(seed) ^ code) % 16 == 0
    }
}

/// Who did something, what it was, and a reason: "chicken", "cross", "afraid".
///
/// The reason's pronoun stands for the subject or for the object, and what is said of it tells for
/// which. Sentences of some such triples are kept for ``EmbeddedCorpus/antecedents(perNoun:)``.
struct Antecedence {
    private let subject: String
    private let verb: String
    private let reason: String

    /// Nil where the utterance gives no reason, or where its subject is a name or a pronoun.
    init?(_ utterance: Utterance) {
        guard case .linked(let main, .because, let because) = utterance,
            case .action(let action) = main.predicate, let noun = main.subject.referent.noun
        else { return nil }
        switch because.predicate {
        case .quality(let adjective, _): reason = adjective.english
        case .sensation(let sensation): reason = sensation.words.english.joined(separator: " ")
        case .action, .location, .whereabouts: return nil
        }
        subject = noun.forms.english.singular
        verb = action.verb.english.base
    }

    /// The example that everybody tries: every seed holds it out.
    private static let always: Set = [["chicken", "cross", "afraid"]]

    func isHeldOut(seed: UInt64) -> Bool {
        let triple = [subject, verb, reason]
        return Self.always.contains(triple)
            || RandomSource.mix(OpenSplit.hash(triple.joined(separator: " ")) ^ seed) % 8 == 0
    }
}
