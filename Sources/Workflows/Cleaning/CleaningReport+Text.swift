import Basics
public import Text

extension CleaningReport {
    /// What was kept, and which three rules took most: one line.
    public var summary: String {
        let share = (100 * pairs.share).fixed(1)
        let kept = "\(pairs.kept.grouped) of \(pairs.read.grouped) pairs kept (\(share) %)"
        let most = rules.filter { $0.first > 0 }.sorted { $0.first > $1.first }.prefix(3)
        let reasons = most.map { "\($0.rule.rawValue) \($0.first.grouped)" }
        var text = kept
        if !reasons.isEmpty { text += "; most went out by " + reasons.joined(separator: ", ") }
        if lostCount {
            text += "; more pairs came than are kept in mind, so duplicates may have stayed"
        }
        return text
    }

    /// The report as a JSON object on one line.
    func json() throws -> String { try JSONText.line(self) }

    /// The error where no pair is left.
    var nothingStays: CalqueError {
        let most = rules.max { $0.first < $1.first }
        let reason = most.map {
            " The rule \($0.rule.rawValue) took \($0.first.grouped) of them."
        }
        return CalqueError(
            """
            None of \(pairs.read.grouped) pairs stays, and nothing was written.\(reason ?? "") \
            Check the text and its languages, or change the rules.
            """, kind: .input)
    }
}
