extension SegmentQuality {
    /// The same with one more reason for some of its sentences.
    private func adding(_ reason: Reason, where applies: (Sentence) -> Bool) -> SegmentQuality {
        guard sentences.contains(where: applies) else { return self }
        return SegmentQuality(
            sentences: sentences.map { applies($0) ? $0.adding(reason) : $0 }, reasons: reasons)
    }

    /// The most improbable score of sentences that are translated together; nil of too few.
    static func leastScore(
        of qualities: [SegmentQuality?], _ thresholds: QualityThresholds
    ) -> Double? {
        let scores = qualities.flatMap { $0?.sentences.map(\.score) ?? [] }.sorted()
        guard scores.count >= max(1, thresholds.leastSentences) else { return nil }
        let median = scores[scores.count / 2]
        let distances = scores.map { abs($0 - median) }.sorted()
        return median - thresholds.mostDeviations * distances[distances.count / 2]
    }

    /// The same with sentences flagged whose score is lower than one.
    func flagging(below score: Double) -> SegmentQuality {
        adding(.improbable) { $0.score < score }
    }
}

extension SegmentQuality.Sentence {
    fileprivate func adding(_ reason: SegmentQuality.Reason) -> Self {
        let all = Set(reasons + [reason])
        var sentence = self
        sentence.reasons = SegmentQuality.Reason.allCases.filter(all.contains)
        return sentence
    }
}
