import Foundation

extension Reference {
    /// log Σ_j exp(x_j), relative to the largest x_j, so that no exponential is too large for a
    /// number. Minus infinity where all x_j are, or there are none.
    package static func logSumExp(_ x: [Double]) -> Double {
        guard let largest = x.max(), largest > -.infinity else { return -.infinity }
        return largest + log(x.reduce(0) { $0 + exp($1 - largest) })
    }

    /// softmax(x)_i = exp(x_i) / Σ_j exp(x_j); zeros where all x_j are minus infinity.
    package static func softmax(_ x: [Double]) -> [Double] {
        let logSum = logSumExp(x)
        guard logSum > -.infinity else { return x.map { _ in 0 } }
        return x.map { exp($0 - logSum) }
    }

    /// The gradient of x from that of p = softmax(x): dx_i = p_i (dp_i − Σ_j p_j dp_j).
    package static func softmaxGradient(_ p: [Double], _ gradient: [Double]) -> [Double] {
        let mean = dot(p, gradient)
        return zip(p, gradient).map { $0 * ($1 - mean) }
    }

    /// The logarithm of the mean of several models' probabilities,
    /// log (1/M Σ_m softmax(x_m)_i), from each one's logits.
    package static func logMeanSoftmax(_ logits: [[Double]]) -> [Double] {
        let logSums = logits.map(logSumExp)
        return (0..<(logits.first?.count ?? 0)).map { i in
            logSumExp(zip(logits, logSums).map { $0[i] - $1 }) - log(Double(logits.count))
        }
    }

    /// The label-smoothed cross-entropy of one row of logits (Vaswani et al. 2017, section 5.4;
    /// Szegedy et al. 2016, section 7):
    ///
    ///     p    = softmax(logits)
    ///     t_i  = ε / C + (1 − ε if i is the label, else 0)
    ///     loss = −Σ_i t_i log p_i
    ///
    /// C is the number of classes, and ε is the share of the target t that is spread over all.
    package struct CrossEntropy {
        /// log p. `[classes]`
        package let logProbabilities: [Double]
        /// t. `[classes]`
        package let target: [Double]
        /// In nats.
        package let loss: Double
        /// Whether the label has the largest logit; of equal ones, the first counts.
        package let isCorrect: Bool

        /// The loss of a row.
        ///
        /// - Parameter smoothing: ε.
        package init(_ logits: [Double], label: Int, smoothing: Double) {
            let logSum = logSumExp(logits)
            logProbabilities = logits.map { $0 - logSum }
            target = logits.indices.map {
                smoothing / Double(logits.count) + ($0 == label ? 1 - smoothing : 0)
            }
            loss = -dot(target, logProbabilities)
            isCorrect = logits.max().flatMap { logits.firstIndex(of: $0) } == label
        }

        /// The gradient of the logits: p − t. `[classes]`
        package var gradient: [Double] {
            zip(logProbabilities, target).map { exp($0) - $1 }
        }
    }
}
