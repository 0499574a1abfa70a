import Foundation
import Testing
import Training

/// What a run tells in the words of a log.
struct TrainingTextTests {
    private func validation(_ more: String) throws -> ValidationReport {
        let json = """
            {"update": 2000, "loss": 1.5, "perplexity": 4.4817, "accuracy": 0.625, "isBest": true, \
            "seconds": 1, "samples": [{"source": "s", "reference": "r", "translation": "t"}]\(more)}
            """
        return try JSONDecoder().decode(ValidationReport.self, from: Data(json.utf8))
    }

    @Test func validationsAreASentence() throws {
        let text = "validation at update 2000: loss 1.500, perplexity 4.482, accuracy 62.5 %"
        #expect(try validation("").description == text + ", the best so far")
        let report = try validation(
            #", "bleu": 30.127, "bleuTokenizer": "char", "general": {"loss": 2, "bleu": 20}"#)
        let rest = ", BLEU 30.13 (char); general text: loss 2.000, BLEU 20.00, the best so far"
        #expect(report.description == text + rest)
        let lines = TrainingEvent.validation(report).lines
        #expect(
            lines == [
                report.description,
                "  source       s\n  reference    r\n  translation  t\n",
            ])
    }

    @Test func updatesAreFigures() throws {
        let json = """
            {"update": 1200, "epoch": 2, "loss": 2.5, "objective": 3, "perplexity": 12.18, \
            "accuracy": 0.5, "tokens": 5000, "seconds": 0.5, "learningRate": 0.001, \
            "gradientNorm": 0.25}
            """
        let report = try JSONDecoder().decode(UpdateReport.self, from: Data(json.utf8))
        #expect(
            report.description
                == "update 1200  epoch 2  loss 2.500  perplexity 12.18  10.0k tokens/s  "
                + "rate 0.001  gradient 0.25")
        #expect(report.figures(tokensPerSecond: 2500).contains("2.50k tokens/s"))
    }
}
