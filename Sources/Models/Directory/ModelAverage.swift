import Basics
import Foundation
public import Tensors
import Text

/// The mean of the weights of several checkpoints of one run (section 6.1): cheaper than an
/// ensemble, and steadier than any one of them.
public enum ModelAverage {
    /// Loads model directories of one architecture and averages them.
    ///
    /// - Throws: `CalqueError` when there are none, one cannot be read, their configurations,
    ///   tokenizers or languages differ, or a matrix is too wide for int8.
    public static func load(
        _ directories: [ModelDirectory], precision: Precision
    ) throws -> any SequenceToSequenceModel {
        guard let first = directories.first else {
            throw CalqueError(
                "There is no model to average. Give at least one model directory.",
                kind: .configuration)
        }
        let mean = try first.loadModel(precision: .float32)
        let configuration = try mean.configurationData
        let tokenizer = try first.loadTokenizerIfPresent()
        for (index, directory) in directories.enumerated().dropFirst() {
            let other = try directory.loadModel(precision: .float32)
            guard try other.configurationData == configuration else {
                throw CalqueError(
                    """
                    \(directory.url.path) and \(first.url.path) are models of different \
                    configurations. Average checkpoints of one run.
                    """, kind: .model)
            }
            let otherTokenizer = try directory.loadTokenizerIfPresent()
            if let difference = tokenizer.difference(from: otherTokenizer) {
                throw CalqueError(
                    """
                    \(first.url.path) and \(directory.url.path) cannot be averaged: \(difference). \
                    Average checkpoints of one run.
                    """, kind: .model)
            }
            // A running mean, in float32: mean += (other − mean) / n.
            let share = 1 / Float(index + 1)
            for (entry, added) in zip(mean.parameters.entries, other.parameters.entries) {
                let values = entry.parameter.values
                for (place, value) in zip(values.indices, added.parameter.values) {
                    values[place] += share * (value - values[place])
                }
            }
        }
        if precision == .int8 { try mean.parameters.requireExactProducts(first.url.path) }
        mean.prepare(for: precision)
        return mean
    }
}

extension TranslationTokenizer? {
    /// What makes tokens of one tokenizer others than another's, as half a sentence; nil if nothing
    /// does. Two models without tokenizers have none to differ in.
    fileprivate func difference(from other: TranslationTokenizer?) -> String? {
        switch (self, other) {
        case (nil, nil): nil
        case (nil, _?): "the first has no tokenizer"
        case (_?, nil): "the second has no tokenizer"
        case (let one?, let two?):
            one.vocabularyDifference(from: two) ?? one.languageDifference(from: two)
                ?? one.segmentationDifference(from: two)
        }
    }
}

extension SequenceToSequenceModel {
    /// What `config.json` says, byte for byte the same for the same configuration.
    fileprivate var configurationData: Data {
        get throws {
            try JSONSerialization.data(
                withJSONObject: configuration.jsonObject, options: .sortedKeys)
        }
    }
}
